import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';

const as = graphClient(inject('stack'));

interface Sample {
  id: string;
  platform: string;
  certificate: string;
}

/** A certified enrolment on each platform that sells. */
const samples = () =>
  rowsOf<Sample>(
    'training',
    `select distinct on (platform_id) enrollment.id, platform_id as platform, certificate.id as certificate
      from enrollment join course on course.id = course_id join certificate on enrollment_id = enrollment.id
      order by platform_id, enrollment.id`,
  );

const READ = `query ($id: ID!, $certificate: ID!) {
  enrollment(id: $id) { status course { platform { id } } }
  certificate(id: $certificate) { issuedAt participant { enrollments(first: 100) { nodes { course { platform { id } } } } } }
}`;

interface Enrollment {
  course: { platform: { id: string } };
}
interface Answer {
  enrollment: Enrollment | null;
  certificate: { issuedAt: string; participant: { enrollments: { nodes: Enrollment[] } } | null };
}

/** The platforms whose enrolments a token reads, of one enrolment and certificate on each platform. */
const platformsReadBy = async (role: string, id?: string) => {
  const answers = (await samples()).map(({ id: enrollment, certificate }) =>
    as(role, id).query<Answer>(READ, { id: enrollment, certificate }),
  );
  const found = (await Promise.all(answers)).flatMap(({ data, errors }) => {
    expect([errors, data.certificate.issuedAt]).toEqual([undefined, expect.any(String)]);
    const { enrollment, certificate } = data;
    return [enrollment, ...(certificate.participant?.enrollments.nodes ?? [])];
  });
  return new Set(found.flatMap((enrollment) => (enrollment ? [enrollment.course.platform.id] : [])));
};

test('a platform reads the enrolments of its own courses, of all that seven sell', async () => {
  const all = (await samples()).map(({ platform }) => platform);
  expect(all).toHaveLength(7);
  const [another = ''] = all;
  expect(await platformsReadBy('platform')).toEqual(new Set([syntheticOrganizations.platform.id]));
  expect(await platformsReadBy('platform', another)).toEqual(new Set([another]));
  expect(await platformsReadBy('institution')).toEqual(new Set([syntheticOrganizations.platform.id]));
  expect(await platformsReadBy('platform', crypto.randomUUID())).toEqual(new Set());
  expect(await platformsReadBy('officer')).toEqual(new Set(all));
});

const IDENTITIES = `query ($first: Int!, $after: String) {
  participants(first: $first, after: $after) {
    nodes { id identity(purpose: AUDIT) { nik kk phone email } } pageInfo { endCursor }
  } }`;

interface Identities {
  participants: { nodes: { identity: Record<string, string | null> }[]; pageInfo: { endCursor: string } };
}

test('an officer reads the identities of 200 people a day, with an alarm at half and at all of them', async () => {
  const officer = as('officer', `officer-${crypto.randomUUID()}`);
  const page = async (after?: string) => {
    const { data, errors = [] } = await officer.query<Identities>(IDENTITIES, { first: 90, after });
    const { nodes, pageInfo } = data.participants;
    const shown = nodes.filter(({ identity }) => Object.values(identity).every((value) => value !== null)).length;
    return { shown, codes: new Set(errors.map(({ extensions }) => extensions.code)), after: pageInfo.endCursor };
  };
  const first = await page();
  const second = await page(first.after);
  const third = await page(second.after);
  expect([first.shown, second.shown, third.shown]).toEqual([90, 90, 20]);
  expect([first.codes, third.codes]).toEqual([new Set(), new Set(['IDENTITY_QUOTA_REACHED'])]);
  expect((await page()).shown).toBe(90);
  const alarms = `select mutation, caller_org as org from audit_entry where mutation like 'identityReads%'
    union all select mutation, caller_org from audit_pending where mutation like 'identityReads%'`;
  const raised = await rowsOf<{ mutation: string; org: string }>('pmo', alarms);
  expect(raised.map(({ mutation }) => mutation).sort()).toEqual(['identityReadsHalfUsed', 'identityReadsUsedUp']);
});
