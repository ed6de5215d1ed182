import { expect, inject, test } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { PUBLISH } from '../../subgraphs/jobs/outcome/outcome.statement.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { addCrowd, makeStackRoster, withoutNewRoster } from '../testkit/alumni-of-stack.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { partnerEvents } from '../testkit/partner-event.ts';
import { idsOf, rowsOf } from '../testkit/people.ts';
import { runSample } from '../testkit/samples.ts';
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
/** What security.md promises of a consent that is taken back. */
const PROMISED_MS = 60_000;
type Client = ReturnType<typeof as>;

const key = () => crypto.randomUUID();

const learn = async (participant: string) => {
  const at = new Date().toISOString();
  const finished = { participant, course: COURSE, enrollment: crypto.randomUUID() };
  const proof = { certificate: crypto.randomUUID(), skills: [SKILL], levels: ['ADVANCED'], issuedAt: at };
  const send = partnerEvents(target);
  const to = { from: 'training', to: 'jobs' };
  const completed = { ...finished, isFirst: true, score: 90, at };
  expect(await send({ ...to, type: 'training.course.completed', data: completed })).toBe(204);
  const issued = { certificates: [{ ...finished, ...proof }], at };
  expect(await send({ ...to, type: 'training.certificate.issued', data: issued })).toBe(204);
};

const HIRED = `with person as (select uuidv7() as id, uuidv7() as application from generate_series(1, $1::int)),
  done as (insert into completed_course select id, uuidv7(), $2::uuid, now() - interval '90 days' from person),
  applied as (insert into application (participant_id, id, vacancy_id, portal_id, status, submitted_at, changed_at)
    select id, application, $3::uuid, $4::uuid, 'HIRED', now() - interval '80 days', now() from person)
  insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band, reported_at, answered_at)
    select id, uuidv7(), application, $4::uuid, 'CONFIRMED', current_date - 60, 'FROM_4M_TO_6M', now(), now() from person`;

/** Publishes the figures up to today, as the first day of the next month would, and reads the newest of the course. */
const outcomes = async (): Promise<number | null> => {
  const month = `${jakartaDayAfter(new Date(), 0).slice(0, 7)}-01`;
  await rowsOf('jobs', 'insert into outcome_month values ($1, now()) on conflict do nothing', [month]);
  await rowsOf('jobs', 'delete from course_outcome where course_id = $1', [COURSE]);
  await rowsOf('jobs', PUBLISH.text, [month, new Date(Date.now() + 60_000)]);
  const newest = 'select placed from course_outcome where course_id = $1';
  return (await rowsOf<{ placed: number }>('jobs', newest, [COURSE]))[0]?.placed ?? null;
};

const regionOf = async (id: string): Promise<string> => {
  const text = 'select region_code as code from participant where id = $1';
  return (await rowsOf<{ code: string }>('pmo', text, [id]))[0]?.code ?? '';
};

// The newest search of the portal in which the person stands.
const PSEUDONYM = `select alumni_pseudonym(tag, ticket) as name
  from alumni_search cross join unnest(numbers, tickets) as sample (number, ticket)
    join skill_profile profile on profile.number = sample.number
  where participant_id = $1 and portal_id = $2 and alumni_search.skills = $3 order by roster_id desc limit 1`;

/** What portals see of one person, who stands among nine others with the skill in the province. */
const storyOf = (id: string, region: string) => {
  const state = { application: '' };
  const find = async (client: Client, { first = 50, after }: { first?: number; after?: string | null } = {}) => {
    const variables = { skills: [SKILL], region: region.slice(0, 2), purpose: 'VACANCY', first, after } as const;
    // Another test may begin a new day, which ends the pages of the one before.
    const { data, errors } = await client.query(COUNT, variables);
    const isExpired = errors?.some(({ extensions }) => extensions.code === 'CURSOR_EXPIRED');
    if (errors && !isExpired) throw new Error(JSON.stringify(errors));
    const nodes = (data?.alumniBySkill.nodes ?? []).map(({ pseudonym }) => pseudonym);
    return { nodes, after: data?.alumniBySkill.pageInfo.endCursor ?? null, isExpired: isExpired ?? false };
  };
  const nameFor = async (client: Client) => {
    if (state.application === '') return null;
    const { data } = await client.query<{ application: { applicant: { name: string | null } | null } | null }>(
      `{ application(id: "${state.application}") { applicant { name } } }`,
    );
    return data?.application?.applicant?.name ?? null;
  };
  const look = async () => {
    await makeStackRoster();
    const a = (await find(portals.a)).nodes.length;
    const b = (await find(portals.b)).nodes.length;
    return { a, b, name: await nameFor(portals.a), other: await nameFor(portals.b) };
  };
  const pseudonym = async () =>
    (await rowsOf<{ name: string }>('jobs', PSEUDONYM, [id, portalId, [SKILL]]))[0]?.name ?? '';
  return { state, find, look, pseudonym };
};

// Skills of a test have no name.
const COUNT = operation('alumni-by-skill');

/**
 * Takes the consent back while the portal stands before the person in its pages.
 * @returns how long the person was still on the pages behind, in ms
 */
const withdrawWhilePaging = async (story: ReturnType<typeof storyOf>, withdraw: () => Promise<unknown>) => {
  await makeStackRoster();
  // All of one roster: another one has them in another order.
  const { nodes, name, before, after } = await withoutNewRoster(async () => {
    const { nodes } = await story.find(portals.a);
    const name = await story.pseudonym();
    const before = nodes.indexOf(name);
    const { after } = before > 0 ? await story.find(portals.a, { first: before }) : { after: null };
    return { nodes, name, before, after };
  });
  expect(nodes).toContain(name);
  const begun = performance.now();
  await withdraw();
  const rest = () => story.find(portals.a, { after });
  const last = await until(rest, (page) => page.isExpired || !page.nodes.includes(name), PROMISED_MS);
  expect(last.nodes).not.toContain(name);
  if (!last.isExpired) expect(last.nodes).toEqual(nodes.slice(before + 1));
  return performance.now() - begun;
};

test('an alumnus is found by one portal alone, invited, hired and counted; who takes the consent back is gone at once', {
  timeout: 180_000,
}, async () => {
  const [id = ''] = await idsOf('ALUMNI', 1);
  const person = as('participant', id);
  const region = await regionOf(id);
  const vacancy = await addStackVacancy({ skill: SKILL, region });
  await addCrowd([SKILL], region, 9);
  const story = storyOf(id, region);
  const rows: (string | number | null)[][] = [['', 'portal A', 'portal B', 'name for A', 'hires of the course']];
  const row = async (what: string, expected: { a: number; b: number; isNamed?: boolean }) => {
    const { a, b, isNamed = false } = expected;
    const fits = (seen: Awaited<ReturnType<typeof story.look>>) =>
      seen.a === a && seen.b === b && (seen.name !== null) === isNamed;
    const seen = await until(story.look, fits, WAIT_MS);
    expect(seen.other).toBeNull();
    rows.push([what, seen.a, seen.b, seen.name === null ? '–' : 'shown', await outcomes()]);
  };
  const named = { a: 10, b: 0, isNamed: true };

  await learn(id);
  await rowsOf('jobs', 'delete from consent where participant_id = $1', [id]);
  await row('has a certificate', { a: 0, b: 0 });
  const grant = async (purpose: 'JOB_MATCHING' | 'INVITATION') => {
    const granted = await runSample(person, 'grant-consent', { input: { purpose, portalId }, key: key() });
    return granted.grantConsent.consent?.id ?? '';
  };
  const consent = await grant('JOB_MATCHING');
  await grant('INVITATION');
  await row('consents to portal A', { a: 10, b: 0 });

  const message = 'Kami mencari terapis refleksi.';
  const pseudonyms = (await story.find(portals.a)).nodes;
  await runSample(portals.a, 'invite-alumni', { vacancy, pseudonyms, message, key: key() });
  await row('is invited, as the nine others are', { a: 10, b: 0 });
  const mine = async () => (await runSample(person, 'my-work', {})).me?.invitations?.nodes ?? [];
  const [invitation] = await until(mine, (all) => all.length > 0, WAIT_MS);
  expect(invitation).toMatchObject({ message, status: 'SENT', vacancy: { id: vacancy } });
  const accepted = await runSample(person, 'answer-invitation', { id: invitation?.id ?? '', accept: true });
  story.state.application = accepted.answerInvitation.invitation?.application?.id ?? '';
  await row('accepts', named);

  const startsOn = jakartaDayAfter(new Date(), 0);
  const hire = { applicationId: story.state.application, startsOn, wageBand: 'FROM_4M_TO_6M' } as const;
  const reported = await runSample(portals.a, 'report-placement', { input: hire });
  await row('is hired, as the portal reports', named);
  const placement = reported.reportPlacement.placement?.id ?? '';
  await runSample(person, 'confirm-placement', { id: placement, isRight: true });
  await row('confirms it', named);
  const since = async () => (await runSample(person, 'my-work', {})).me?.employedSince ?? null;
  expect(await until(since, (day) => day !== null, WAIT_MS)).toBe(startsOn);
  await rowsOf('jobs', HIRED, [20, COURSE, vacancy, portalId]);
  await row('twenty others are hired', named);

  const withdraw = () => runSample(person, 'withdraw-consent', { id: consent, key: key() });
  expect(await withdrawWhilePaging(story, withdraw)).toBeLessThan(PROMISED_MS);
  await row('takes the consent back while A pages', { a: 0, b: 0, isNamed: true });

  expect(`\n${storyTable(rows)}\n`).toMatchInlineSnapshot(`
    "
                                          portal A  portal B  name for A  hires of the course
    has a certificate                     0         0         –
    consents to portal A                  10        0         –
    is invited, as the nine others are    10        0         –
    accepts                               10        0         shown
    is hired, as the portal reports       10        0         shown
    confirms it                           10        0         shown
    twenty others are hired               10        0         shown       20
    takes the consent back while A pages  0         0         shown       20
    "
  `);
});
