import { beforeAll, expect, test } from 'vitest';
import { addAlumni, makeNewRoster, portalOf } from '../../../tests/testkit/alumni.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';
import { openPseudonyms } from './index.ts';

const { database, ask, clock } = await openJobs([]);
const { pool } = database;

const portalA = idOf(900);

const portalB = idOf(901);
const asA = portalOf(portalA);
const asB = portalOf(portalB);

const FIND = `query ($skills: [ID!]!, $region: ID!, $first: Int!, $after: String) {
  alumniBySkill(skills: $skills, region: $region, purpose: VACANCY, first: $first, after: $after) {
    nodes { pseudonym matchingSkills { code } region { code } } totalCount pageInfo { hasNextPage endCursor } } }`;

interface AlumniAnswer {
  nodes: { pseudonym: string; matchingSkills: { code: string }[]; region: { code: string } }[];
  totalCount: number | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const search = (caller: Caller, variables: object = {}) =>
  ask<{ alumniBySkill: AlumniAnswer } | null>(caller, FIND, {
    skills: ['welding'],
    region: '32',
    first: 50,
    ...variables,
  });
const found = async (caller: Caller, variables: object = {}) => {
  const { data, errors } = await search(caller, variables);
  expect(errors).toEqual([]);
  return (data as { alumniBySkill: AlumniAnswer }).alumniBySkill;
};
const pseudonymsOf = ({ nodes }: AlumniAnswer) => nodes.map(({ pseudonym }) => pseudonym);

/** Ids of the people behind an answer. */
const peopleOf = async (portal: string, answer: AlumniAnswer) => {
  const asked = { portal, pseudonyms: pseudonymsOf(answer), now: clock.now() };
  const opened = await database.orm.em.fork().transactional((em) => openPseudonyms(em, asked));
  return opened.map(({ participantId }) => participantId).toSorted();
};

beforeAll(async () => {
  // Holders of two skills, of one, in another province, and those who let one portal find them.
  await addAlumni(pool, { first: 1_000, count: 14, skills: ['cashiering', 'welding'] });
  await addAlumni(pool, { first: 1_100, count: 10, skills: ['welding'], region: '32.04' });
  await addAlumni(pool, { first: 1_200, count: 9, skills: ['welding'], region: '31.71' });
  await addAlumni(pool, { first: 1_300, count: 3, skills: ['welding'], region: '31.72', portal: portalA });
  await addAlumni(pool, { first: 1_400, count: 30, skills: ['welding'], isWithdrawn: true });
  await addAlumni(pool, { first: 1_500, count: 30, skills: ['welding'], days: -1 });
  await addAlumni(pool, { first: 1_600, count: 30, skills: ['welding'], purpose: 'STATISTICS' });
  await addAlumni(pool, { first: 1_700, count: 9, skills: ['roofing'] });
  await addAlumni(pool, { first: 2_000, count: 1_234, skills: ['plumbing'], region: '33.01' });
  await pool.query(`insert into skill_profile (participant_id, skills, updated_at) values ($1, '{welding}', now())`, [
    idOf(1_800),
  ]);
  // Both a consent for the portal and one for all: still one person.
  await addAlumni(pool, { first: 1_000, count: 1, skills: [], portal: portalA });
  await makeNewRoster(pool);
});

test('a portal is shown who holds all the skills in the province and let it find them, and of them what it asked for', async () => {
  const both = await found(asA, { skills: ['welding', 'cashiering'] });
  expect([both.nodes.length, both.totalCount]).toEqual([10, 10]);
  const shown = { matchingSkills: [{ code: 'cashiering' }, { code: 'welding' }], region: { code: '32' } };
  expect(both.nodes.map(({ pseudonym: _, ...node }) => node)).toEqual(both.nodes.map(() => shown));
  const people = await peopleOf(portalA, both);
  expect(people).toHaveLength(10);
  expect(people.every((id) => id >= idOf(1_000) && id <= idOf(1_013))).toBe(true);
});

test.each([
  { what: 'of one skill, 24 hold it', variables: {}, count: 20 },
  { what: '9 for all portals and 3 for this one', variables: { region: '31' }, count: 10 },
  { what: '9 for all portals', caller: asB, variables: { region: '31' }, count: 0 },
  { what: 'nine are too few', variables: { skills: ['roofing'] }, count: 0 },
  { what: 'nobody', variables: { skills: ['no-such-skill'] }, count: 0 },
  { what: 'no such province', variables: { region: '99' }, count: 0 },
  { what: 'a skill twice', variables: { skills: ['welding', 'welding'] }, count: 20 },
])('$what: $count', async ({ caller = asA, variables, count }) => {
  const { nodes, totalCount } = await found(caller, variables);
  expect([nodes.length, totalCount]).toEqual([count, count || null]);
});

test('fewer than ten and nobody look the same, to the letter', async () => {
  expect(await search(asA, { skills: ['roofing'] })).toEqual(await search(asA, { skills: ['no-such-skill'] }));
});

test('pages by one statement each show every row of the sample once, and again in the same order', async () => {
  const walk = async (caller: Caller, first: number) => {
    const shown: string[] = [];
    const taken: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data, statements, errors } = await search(caller, { skills: ['plumbing'], region: '33', first, after });
      expect(errors).toEqual([]);
      taken.push(statements);
      const page = (data as { alumniBySkill: AlumniAnswer }).alumniBySkill;
      expect(page.totalCount).toBe(1_200);
      shown.push(...pseudonymsOf(page));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    // The third canary leaves an entry in the audit trail.
    expect(taken.toSorted()).toEqual([...Array.from({ length: 19 }, () => 1), 2]);
    return shown;
  };
  const fresh = portalOf(idOf(910));
  const first = await walk(fresh, 50);
  expect(new Set(first).size).toBe(first.length);
  expect(first).toHaveLength(1_000);
  clock.advance(86_400_000);
  expect(await walk(fresh, 50)).toEqual(first);
});

test('the same person has another pseudonym in each search, for each portal and on each day', async () => {
  const answers = [await found(asA), await found(asB), await found(asA, { skills: ['welding', 'cashiering'] })];
  expect(await found(asA)).toEqual(answers[0]);
  await makeNewRoster(pool, clock.now());
  answers.push(await found(asA));
  const all = answers.flatMap(pseudonymsOf);
  expect(new Set(all).size).toBe(all.length);
});

test('everyone is as likely to be shown as anyone, and stands at any place', async () => {
  const times = new Map<string, number>();
  const portals = Array.from({ length: 30 }, (_, index) => idOf(5_000 + index));
  for (const portal of portals) {
    const people = await peopleOf(portal, await found(portalOf(portal)));
    for (const id of people) times.set(id, (times.get(id) ?? 0) + 1);
  }
  // 20 of 24 in each of 30: 25 times each on average, with a standard deviation of 2.
  expect(times.size).toBe(24);
  expect(Math.min(...times.values())).toBeGreaterThan(25 - 6 * 2);
});

test('from which size on a group is shown is a secret of each, from 10 to 19, and the supply knows it too', async () => {
  await addAlumni(pool, { first: 9_000, count: 14, skills: ['skill-a', 'skill-b', 'skill-c', 'skill-d', 'skill-e'] });
  await addAlumni(pool, { first: 9_100, count: 14, skills: ['skill-f', 'skill-g', 'skill-h', 'skill-i', 'skill-j'] });
  await pool.query(`insert into alumni_edge (salt) values ('as-it-happens')`);
  await makeNewRoster(pool, clock.now());
  const codes = [...'abcdefghij'].map((letter) => `skill-${letter}`);
  const sizes = `select code, alumni_least('32', array[code]) as least from unnest($1::text[]) as code`;
  const { rows } = await pool.query<{ code: string; least: number }>(sizes, [codes]);
  expect(Math.min(...rows.map(({ least }) => least))).toBeGreaterThanOrEqual(10);
  expect(Math.max(...rows.map(({ least }) => least))).toBeLessThan(20);
  const shown: string[] = [];
  for (const code of codes) if ((await found(asB, { skills: [code] })).totalCount === 10) shown.push(code);
  expect(shown).toEqual(rows.filter(({ least }) => least <= 14).map(({ code }) => code));
  expect([shown.length > 0, shown.length < codes.length]).toEqual([true, true]);
  type Supply = { skillSupply: { skill: { code: string } }[] };
  const { data } = await ask<Supply>(asB, '{ skillSupply(region: "32") { skill { code } } }');
  expect(
    data.skillSupply
      .map(({ skill }) => skill.code)
      .filter((code) => codes.includes(code))
      .toSorted(),
  ).toEqual(shown);
});

test('new profiles enter with the next roster, a consent that ends or is taken back counts at once', async () => {
  await addAlumni(pool, { first: 8_000, count: 20, skills: ['tiling'], days: 400 });
  expect((await found(asA, { skills: ['tiling'] })).totalCount).toBeNull();
  await makeNewRoster(pool, clock.now());
  const before = await found(asA, { skills: ['tiling'], first: 5 });
  await addAlumni(pool, { first: 8_100, count: 20, skills: ['tiling'] });
  const [person] = await peopleOf(portalA, before);
  await pool.query('update consent set withdrawn_at = now() where participant_id = $1', [person]);
  const after = await found(asA, { skills: ['tiling'] });
  expect(after.nodes).toHaveLength(19);
  expect(await peopleOf(portalA, before)).toHaveLength(4);
  clock.advance(400 * 86_400_000);
  expect((await found(asA, { skills: ['tiling'] })).nodes).toEqual([]);
  clock.advance(-400 * 86_400_000);
});

test('the cursor of a row is good also when that person has gone', async () => {
  await addAlumni(pool, { first: 8_500, count: 20, skills: ['baking'] });
  await makeNewRoster(pool, clock.now());
  const { pageInfo } = await found(asA, { skills: ['baking'], first: 5 });
  const page = await found(asA, { skills: ['baking'], first: 5 });
  const [last] = await peopleOf(portalA, { ...page, nodes: page.nodes.slice(-1) });
  await pool.query('delete from consent where participant_id = $1', [last]);
  await pool.query('delete from skill_profile where participant_id = $1', [last]);
  expect((await found(asA, { skills: ['baking'], after: pageInfo.endCursor })).nodes).toHaveLength(15);
});

test.each([
  ['another search', { skills: ['welding', 'cashiering'] }],
  ['a search that was never made', { region: '34' }],
])('a cursor of %s is refused', async (_what, variables) => {
  const { pageInfo } = await found(asA);
  expect((await search(asA, { ...variables, after: pageInfo.endCursor })).codes).toEqual(['CURSOR_MALFORMED']);
});

test('a cursor of this search that nobody gave out is refused', async () => {
  const { pageInfo } = await found(asA);
  const [name] = String(pageInfo.endCursor).split('.');
  const madeUp = Buffer.from(JSON.stringify(['0'.repeat(32)])).toString('base64url');
  expect((await search(asA, { after: `${name}.${madeUp}` })).codes).toEqual(['CURSOR_EXPIRED']);
});

test('a cursor of another portal is refused', async () => {
  const { pageInfo } = await found(asA);
  expect((await search(asB, { after: pageInfo.endCursor })).codes).toEqual(['CURSOR_EXPIRED']);
});

test.each([
  ['FORBIDDEN', portalOf(portalA, 'self', 'participant:read', 'ledger:read')],
  ['FORBIDDEN', portalOf(null)],
  ['FORBIDDEN', portalOf('portal-a')],
  ['FORBIDDEN', callerOf(idOf(1_000), 'self')],
  ['UNAUTHENTICATED', { id: null, org: null, can: () => false }],
])('nobody but a portal may ask: %s', async (code, caller) => {
  expect((await search(caller)).codes).toEqual([code]);
  expect((await ask(caller, '{ alumniQuota { used } }')).codes).toEqual([code]);
  expect((await ask(caller, '{ skillSupply { people } }')).codes).toEqual([code]);
});
