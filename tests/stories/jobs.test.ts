import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { PUBLISH } from '../../subgraphs/jobs/outcome/outcome.statement.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { addCrowd, makeStackRoster } from '../testkit/alumni-of-stack.ts';
import { graphClient } from '../testkit/client.ts';
import { partnerEvents } from '../testkit/partner-event.ts';
import { idsOf, rowsOf } from '../testkit/people.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';
import { addStackVacancy } from '../testkit/work-of-stack.ts';

const target = inject('stack');
const as = graphClient(target);
const SKILL = 'reflexology';
const COURSE = crypto.randomUUID();
const portalId = syntheticOrganizations.portal.id;
const portals = { a: as('portal'), b: as('portal', crypto.randomUUID()) };
const WAIT_MS = 30_000;

const key = () => `idempotencyKey: "${crypto.randomUUID()}"`;
type Client = ReturnType<typeof as>;
type Payload = { refusal: { code: string } | null } & Record<string, unknown>;
const call = async <T>(client: Client, text: string): Promise<T> => {
  const { data, errors } = await client.query<{ done: Payload }>(`mutation { done: ${text} }`);
  expect([errors, data?.done.refusal]).toEqual([undefined, null]);
  return data.done as T;
};

const learn = async (participant: string) => {
  const at = new Date().toISOString();
  const done = { participant, course: COURSE, enrollment: crypto.randomUUID() };
  const proof = { certificate: crypto.randomUUID(), skills: [SKILL], levels: ['ADVANCED'], issuedAt: at };
  const send = partnerEvents(target);
  const to = { from: 'training', to: 'jobs' };
  const completed = { ...done, isFirst: true, score: 90, at };
  expect(await send({ ...to, type: 'training.course.completed', data: completed })).toBe(204);
  const issued = { certificates: [{ ...done, ...proof }], at };
  expect(await send({ ...to, type: 'training.certificate.issued', data: issued })).toBe(204);
};

const HIRED = `with person as (select uuidv7() as id, uuidv7() as application from generate_series(1, $1::int)),
  done as (insert into completed_course select id, uuidv7(), $2::uuid, now() - interval '90 days' from person),
  applied as (insert into application (participant_id, id, vacancy_id, portal_id, status, submitted_at, changed_at)
    select id, application, $3::uuid, $4::uuid, 'HIRED', now() - interval '80 days', now() from person)
  insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band, reported_at, answered_at)
    select id, uuidv7(), application, $4::uuid, 'CONFIRMED', current_date - 60, 'FROM_4M_TO_6M', now(), now() from person`;

/** Publishes the figures up to today, as the first day of the next month would. */
const outcomes = async (): Promise<number | null> => {
  const month = `${jakartaDayAfter(new Date(), 0).slice(0, 7)}-01`;
  await rowsOf('jobs', 'insert into outcome_month values ($1, now()) on conflict do nothing', [month]);
  await rowsOf('jobs', 'delete from course_outcome where course_id = $1', [COURSE]);
  await rowsOf('jobs', PUBLISH.text, [month, new Date(Date.now() + 60_000)]);
  const rows = await rowsOf<{ placed: number }>('jobs', 'select placed from course_outcome where course_id = $1', [
    COURSE,
  ]);
  return rows[0]?.placed ?? null;
};

test('an alumnus is found by one portal alone, invited, hired and counted; who takes the consent back is gone at once', {
  timeout: 180_000,
}, async () => {
  const [id = ''] = await idsOf('ALUMNI', 1);
  const person = as('participant', id);
  const rows: (string | number | null)[][] = [['', 'portal A', 'portal B', 'name for A', 'hires of the course']];
  const [{ code: region } = { code: '' }] = await rowsOf<{ code: string }>(
    'pmo',
    'select region_code as code from participant where id = $1',
    [id],
  );
  const vacancy = await addStackVacancy({ skill: SKILL, region });
  await addCrowd([SKILL], region, 9);

  type AlumniAnswer = { alumniBySkill: { nodes: { pseudonym: string }[]; pageInfo: { endCursor: string } } };
  const find = async (client: Client, page = 'first: 50') => {
    const query = `{ alumniBySkill(skills: ["${SKILL}"], region: "${region.slice(0, 2)}", purpose: VACANCY, ${page}) {
      nodes { pseudonym } pageInfo { endCursor } } }`;
    const { data, errors } = await client.query<AlumniAnswer>(query);
    expect(errors).toBeUndefined();
    return data.alumniBySkill;
  };
  let application = '';
  const nameFor = async (client: Client) => {
    if (application === '') return null;
    type ApplicationAnswer = { application: { applicant: { name: string | null } | null } | null };
    const { data } = await client.query<ApplicationAnswer>(
      `{ application(id: "${application}") { applicant { name } } }`,
    );
    return data?.application?.applicant?.name ?? null;
  };
  const look = async () => {
    await makeStackRoster();
    const [a, b] = [await find(portals.a), await find(portals.b)];
    return { a: a.nodes.length, b: b.nodes.length, name: await nameFor(portals.a), other: await nameFor(portals.b) };
  };
  const row = async (what: string, expected: { a: number; b: number; isNamed?: boolean }) => {
    const fits = (seen: Awaited<ReturnType<typeof look>>) =>
      seen.a === expected.a && seen.b === expected.b && (seen.name !== null) === (expected.isNamed ?? false);
    const seen = await until(look, fits, WAIT_MS);
    expect(seen.other).toBeNull();
    rows.push([what, seen.a, seen.b, seen.name === null ? '–' : 'shown', await outcomes()]);
  };

  await learn(id);
  await rowsOf('jobs', 'delete from consent where participant_id = $1', [id]);
  await row('has a certificate', { a: 0, b: 0 });
  const grant = (purpose: string) =>
    call<{ consent: { id: string } }>(
      person,
      `grantConsent(input: { purpose: ${purpose}, portalId: "${portalId}" }, ${key()}) { consent { id } refusal { code } }`,
    );
  const matching = await grant('JOB_MATCHING');
  await grant('INVITATION');
  await row('consents to portal A', { a: 10, b: 0 });

  const { nodes } = await find(portals.a);
  const pseudonyms = JSON.stringify(nodes.map(({ pseudonym }) => pseudonym));
  const message = 'Kami mencari terapis refleksi.';
  await call(
    portals.a,
    `inviteAlumni(vacancyId: "${vacancy}", pseudonyms: ${pseudonyms}, message: "${message}", ${key()}) { refusal { code } }`,
  );
  await row('is invited', { a: 10, b: 0 });
  type InvitationsAnswer = { me: { invitations: { nodes: { id: string; message: string }[] } } };
  const mine = async () =>
    (await person.query<InvitationsAnswer>('{ me { invitations(first: 1) { nodes { id message } } } }')).data.me;
  const { invitations } = await until(mine, (me) => me.invitations.nodes.length > 0, WAIT_MS);
  expect(invitations.nodes[0]?.message).toBe(message);
  const accepted = await call<{ invitation: { application: { id: string } } }>(
    person,
    `answerInvitation(id: "${invitations.nodes[0]?.id}", accept: true) { invitation { application { id } } refusal { code } }`,
  );
  application = accepted.invitation.application.id;
  await row('accepts', { a: 10, b: 0, isNamed: true });

  const startsOn = jakartaDayAfter(new Date(), 0);
  const reported = await call<{ placement: { id: string } }>(
    portals.a,
    `reportPlacement(input: { applicationId: "${application}", startsOn: "${startsOn}", wageBand: FROM_4M_TO_6M }) {
      placement { id } refusal { code } }`,
  );
  await row('is hired, as the portal reports', { a: 10, b: 0, isNamed: true });
  await call(person, `confirmPlacement(id: "${reported.placement.id}") { refusal { code } }`);
  await row('confirms it', { a: 10, b: 0, isNamed: true });
  type Since = { me: { employedSince: string | null } };
  const since = async () => (await person.query<Since>('{ me { employedSince } }')).data.me.employedSince;
  expect(await until(since, (day) => day !== null, WAIT_MS)).toBe(startsOn);
  await rowsOf('jobs', HIRED, [20, COURSE, vacancy, portalId]);
  await row('twenty others are hired', { a: 10, b: 0, isNamed: true });

  const first = await find(portals.a, 'first: 1');
  await call(person, `withdrawConsent(id: "${matching.consent.id}", ${key()}) { refusal { code } }`);
  const rest = () => find(portals.a, `first: 50, after: "${first.pageInfo.endCursor}"`);
  const all = async () => [...first.nodes, ...(await rest()).nodes].length;
  // Where the person stood on the page that was read already, nobody is missing behind it.
  await until(all, (count) => count === 9 || count === 10, WAIT_MS);
  await row('takes the consent back', { a: 0, b: 0, isNamed: true });

  expect(`\n${storyTable(rows)}\n`).toMatchInlineSnapshot(`
    "
                                     portal A  portal B  name for A  hires of the course
    has a certificate                0         0         –
    consents to portal A             10        0         –
    is invited                       10        0         –
    accepts                          10        0         shown
    is hired, as the portal reports  10        0         shown
    confirms it                      10        0         shown
    twenty others are hired          10        0         shown       20
    takes the consent back           0         0         shown       20
    "
  `);
});
