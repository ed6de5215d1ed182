import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { addAlumni, makeNewRoster, portalOf } from '../../../tests/testkit/alumni.ts';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { handlersOf } from '../../kit/assembly.ts';
import { prune } from '../../kit/prune.ts';
import { jobs } from '../features.ts';
import { participantsErased } from '../profile/profile.events.ts';
import { makeRoster, openPseudonyms } from './alumnus.service.ts';

const logged: { msg?: string; portal?: string }[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
const { database, services, ask, clock } = await openJobs([], { log });
const { pool } = database;
const handlers = handlersOf(jobs, services);

const portalA = idOf(900);
const asA = portalOf(portalA);

const FIND = `query ($first: Int!, $after: String) {
  alumniBySkill(skills: ["welding"], region: "32", purpose: TALENT_POOL, first: $first, after: $after) {
    nodes { pseudonym } pageInfo { hasNextPage endCursor } } }`;

interface AlumniAnswer {
  alumniBySkill: { nodes: { pseudonym: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const page = async (first: number, after: string | null = null) => {
  const { data, codes } = await ask<AlumniAnswer | null>(asA, FIND, { first, after });
  return { codes, nodes: data?.alumniBySkill.nodes ?? [], after: data?.alumniBySkill.pageInfo.endCursor ?? null };
};
const used = async () => {
  const { data } = await ask<{ alumniQuota: { used: number; remaining: number; resetsAt: string } }>(
    asA,
    '{ alumniQuota { used remaining resetsAt } }',
  );
  return data.alumniQuota;
};
const open = (pseudonyms: readonly string[], portal = portalA) =>
  database.orm.em.fork().transactional((em) => openPseudonyms(em, { portal, pseudonyms, now: clock.now() }));
const logOf = async (id: string, caller = callerOf(id, 'self')) =>
  ask<{ _entities: ({ alumniDisclosures: { nodes: object[] } | null } | null)[] }>(
    caller,
    `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
      alumniDisclosures(first: 10) { nodes { portalId purpose skills { code } region { code } } } } } }`,
    { people: [{ __typename: 'Participant', id }] },
  );
const erase = (...participants: string[]) =>
  database.orm.em.fork().transactional(async (em) => {
    const handler = handlers.find(({ definition }) => definition.type === participantsErased.type);
    await handler?.handle(em, participantsErased.data.parse({ participants }), { id: crypto.randomUUID() } as never);
  });

const TABLES = 'consent, skill_profile, erased_participant, alumni_disclosure, alumni_quota, alumni_search';

beforeEach(async () => {
  await pool.query(`truncate ${TABLES}`);
  await addAlumni(pool, { first: 1_000, count: 60, skills: ['welding', 'roofing'] });
  await makeNewRoster(pool, clock.now());
});

test('each page is an entry in the log of each person on it: who, what for, by which skills; the person alone reads it', async () => {
  const first = await page(20);
  await page(20);
  const [{ participantId: id = '' } = {}] = await open(first.nodes.map(({ pseudonym }) => pseudonym));
  const entry = { portalId: portalA, purpose: 'TALENT_POOL', skills: [{ code: 'welding' }], region: { code: '32' } };
  expect((await logOf(id)).data._entities[0]?.alumniDisclosures?.nodes).toEqual([entry, entry]);
  const { rows } = await pool.query(
    'select count(*)::int as n, count(distinct participant_id)::int as people from alumni_disclosure',
  );
  expect(rows).toEqual([{ n: 40, people: 20 }]);
  for (const caller of [callerOf(idOf(1), 'self'), callerOf('officer', 'participant:read identity:read'), asA]) {
    const { codes, data } = await logOf(id, caller);
    expect([codes, data._entities]).toEqual([['FORBIDDEN'], [{ alumniDisclosures: null }]]);
  }
});

test('the quota counts each row each time, a page without any as one, and begins anew at midnight in Jakarta', async () => {
  expect(await used()).toMatchObject({ used: 0, remaining: 1_000 });
  await page(20);
  await page(20);
  await ask(asA, FIND.replace('welding', 'no-such-skill'), { first: 20 });
  const { used: rows, remaining, resetsAt } = await used();
  expect([rows, remaining]).toEqual([41, 959]);
  expect(resetsAt).toMatch(/T17:00:00/);
  clock.advance(86_400_000);
  expect((await used()).used).toBe(0);
  clock.advance(-86_400_000);
});

test('pages at the same time share one quota and one sample: the last is cut, and then there is none', async () => {
  await pool.query('insert into alumni_quota (portal_id, day, used) values ($1, $2, 905)', [
    portalA,
    services.alumni.today,
  ]);
  const pages = await Promise.all(Array.from({ length: 6 }, () => page(20)));
  expect(pages.map(({ nodes }) => nodes.length).toSorted()).toEqual([0, 15, 20, 20, 20, 20]);
  expect(pages.flatMap(({ codes }) => codes)).toEqual(['ALUMNI_QUOTA_REACHED']);
  expect(await used()).toMatchObject({ used: 1_000, remaining: 0 });
  expect((await pool.query('select from alumni_search')).rowCount).toBe(1);
  expect(new Set(pages.flatMap(({ nodes }) => nodes.map(({ pseudonym }) => pseudonym))).size).toBe(20);
});

test('whoever takes the consent back while a portal reads is on no page that begins after it', async () => {
  const first = await page(20);
  const rest = `select participant_id as id from alumni_search
    cross join unnest(numbers) with ordinality as sample (number, place) join skill_profile using (number) where place > 20`;
  const { rows } = await pool.query<{ id: string }>(rest);
  const gone = rows.slice(0, 30).map(({ id }) => id);
  await Promise.all([
    page(20, first.after),
    pool.query('update consent set withdrawn_at = now() where participant_id = any($1::uuid[])', [gone]),
  ]);
  const next = await page(50, first.after);
  expect(next.nodes).toHaveLength(10);
  const shown = await open(next.nodes.map(({ pseudonym }) => pseudonym));
  expect(shown.filter(({ participantId }) => gone.includes(participantId))).toEqual([]);
});

test('a pseudonym is opened for its own portal alone, while the consent holds', async () => {
  const { nodes } = await page(20);
  const pseudonyms = nodes.map(({ pseudonym }) => pseudonym);
  const opened = await open([...pseudonyms, idOf(1), 'no-pseudonym']);
  expect(opened).toHaveLength(20);
  expect(opened[0]).toMatchObject({ skills: ['welding'], provinceCode: '32' });
  expect(await open(pseudonyms, idOf(901))).toEqual([]);
  await pool.query('update consent set withdrawn_at = now()');
  expect(await open(pseudonyms)).toEqual([]);
});

test('of an erased person nothing is left, also when a page is being read', async () => {
  const { nodes } = await page(20);
  const people = (await open(nodes.map(({ pseudonym }) => pseudonym))).map(({ participantId }) => participantId);
  await Promise.all([page(50), erase(...people), page(50)]);
  expect(await open(nodes.map(({ pseudonym }) => pseudonym))).toEqual([]);
  const left = 'select from alumni_disclosure where participant_id = any($1::uuid[])';
  expect((await pool.query(left, [people])).rowCount).toBe(0);
  // The cursor behind them still leads on.
  expect((await page(50, (await page(5)).after)).codes).toEqual([]);
});

test('a revoked certificate takes the person out of what was found by its skill', async () => {
  await page(1);
  await pool.query(`update skill_profile set skills = '{roofing}' where participant_id <> $1`, [idOf(1_000)]);
  expect((await page(50)).nodes.length).toBeLessThan(2);
});

test('a portal that reads deep into its samples leaves an alarm once a day: in the audit trail, the log and the invariants', async () => {
  expect(await brokenInvariants(pool, jobs)).toEqual([]);
  await addAlumni(pool, { first: 3_000, count: 900, skills: ['welding'] });
  await makeNewRoster(pool, clock.now());
  for (let after: string | null = null, turn = 0; turn < 20; turn += 1) {
    const next = await page(50, after);
    if (next.codes.length > 0 || next.after === null) break;
    after = next.after;
  }
  const alarms = `select mutation, caller_org as org from audit_entry where mutation like 'alumni%'
    union all select mutation, caller_org from audit_pending where mutation like 'alumni%'`;
  expect((await pool.query(alarms)).rows).toEqual([{ mutation: 'alumniCanariesShown', org: portalA }]);
  expect(logged).toEqual([expect.objectContaining({ msg: 'alumniCanariesShown', portal: portalA, canaries: 3 })]);
  const [broken, ...others] = await brokenInvariants(pool, jobs);
  expect([broken?.name, others]).toEqual([expect.stringContaining('canaries'), []]);
  expect(broken?.rows).toEqual([expect.objectContaining({ portal_id: portalA })]);
  // A canary is shown to no one's log and leads to nobody.
  const { rows } = await pool.query(`select alumni_pseudonym(tag, ticket) as pseudonym
    from alumni_search cross join unnest(numbers, tickets) as sample (number, ticket) where number = -1`);
  expect(rows.length).toBeGreaterThan(2);
  expect(await open(rows.map(({ pseudonym }) => pseudonym))).toEqual([]);
});

test('the roster of a day is made once, also by two processes at once', async () => {
  await pool.query('delete from alumni_roster');
  await Promise.all([makeRoster(database, clock.now()), makeRoster(database, clock.now())]);
  await makeRoster(database, clock.now());
  expect((await pool.query('select from alumni_roster')).rowCount).toBe(1);
});

test('samples, searches and quotas are kept for a week, entries of the log for two years', async () => {
  await page(20);
  const counts = async (days: number) => {
    const now = () => new Date(clock.now().getTime() + days * 86_400_000);
    const { alumni_quota, alumni_search, alumni_disclosure } = await prune({ database, now });
    return [alumni_quota, alumni_search, alumni_disclosure];
  };
  expect(await counts(6)).toEqual([0, 0, 0]);
  expect(await counts(9)).toEqual([1, 1, 0]);
  expect(await counts(732)).toEqual([0, 0, 20]);
});
