import { beforeAll, expect, test } from 'vitest';
import { addAlumni, makeNewRoster, portalOf } from '../../../tests/testkit/alumni.ts';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import type { Caller } from '../../kit/caller.ts';

const { database, askIn, clock } = await openJobs([
  { number: 11, skills: ['welding', 'roofing', 'tiling'] },
  { number: 12, skills: ['plumbing'] },
  { number: 13, skills: ['welding'], status: 'CLOSED' },
  { number: 14, skills: ['welding', 'tiling'] },
  { number: 15, skills: ['welding'], region: '31.71' },
  { number: 16, skills: [] },
]);
const { pool } = database;
const asPortal = portalOf(PORTAL);

const ALUMNI = `query ($vacancies: [_Any!]!, $first: Int!, $after: String, $region: ID) {
  _entities(representations: $vacancies) { ... on Vacancy { alumni(first: $first, after: $after, region: $region) {
    nodes { alumnus { pseudonym matchingSkills { code } region { code } } reasons { code text } }
    totalCount pageInfo { hasNextPage endCursor } } } } }`;

interface Alumni {
  nodes: {
    alumnus: { pseudonym: string; matchingSkills: { code: string }[]; region: { code: string } };
    reasons: { code: string; text: string }[];
  }[];
  totalCount: number | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
type Answer = { _entities: ({ alumni: Alumni | null } | null)[] };

interface AlumniVariables {
  language?: 'en' | 'id';
  region?: string | undefined;
  first?: number;
  after?: string | null | undefined;
}

const find = (caller: Caller, numbers: readonly number[], { language = 'en', ...variables }: AlumniVariables = {}) =>
  askIn(language)<Answer>(caller, ALUMNI, {
    vacancies: numbers.map((number) => ({ __typename: 'Vacancy', id: idOf(number) })),
    first: 50,
    ...variables,
  });
const found = async (number: number, variables: AlumniVariables = {}): Promise<Alumni | null> => {
  const { data, errors } = await find(asPortal, [number], variables);
  expect(errors).toEqual([]);
  return data._entities[0]?.alumni ?? null;
};
const skillsOf = (alumni: Alumni | null) => alumni?.nodes[0]?.alumnus.matchingSkills.map(({ code }) => code);
const pseudonymsOf = (alumni: Alumni | null) => alumni?.nodes.map(({ alumnus }) => alumnus.pseudonym) ?? [];

beforeAll(async () => {
  await addAlumni(pool, { first: 1_000, count: 30, skills: ['tiling', 'welding'] });
  await addAlumni(pool, { first: 1_100, count: 9, skills: ['roofing', 'tiling', 'welding'] });
  await addAlumni(pool, { first: 1_200, count: 9, skills: ['plumbing'] });
  await addAlumni(pool, { first: 1_300, count: 12, skills: ['welding'], region: '31.71' });
  await pool.query(`update vacancy set region_code = null, is_remote = true where id = $1`, [idOf(14)]);
  await makeNewRoster(pool, clock.now());
});

test('who is shown has as many of the skills as ten have together, all the same, in the province of the vacancy', async () => {
  const alumni = await found(11);
  // Nine have roofing too: it is left out, and nobody is told apart by it.
  expect(skillsOf(alumni)).toEqual(['tiling', 'welding']);
  expect([alumni?.nodes.length, alumni?.totalCount]).toEqual([30, 30]);
  const kinds = new Set(
    alumni?.nodes.map(({ alumnus: { pseudonym: _, ...rest }, reasons }) => JSON.stringify([rest, reasons])),
  );
  expect(kinds.size).toBe(1);
  expect(alumni?.nodes[0]?.alumnus.region).toEqual({ code: '32' });
  expect((await found(15))?.nodes.length).toBe(10);
});

test('why is said in both languages', async () => {
  const reasonsIn = async (language: 'en' | 'id', number = 11, region?: string) => {
    const { data } = await find(asPortal, [number], { language, region });
    return data._entities[0]?.alumni?.nodes[0]?.reasons;
  };
  expect(await reasonsIn('en')).toEqual([
    { code: 'SKILLS_MATCH', text: 'Certificates prove 2 of the 3 skills that the vacancy asks for.' },
    { code: 'SAME_PROVINCE', text: 'They live in the province of the vacancy.' },
  ]);
  expect(await reasonsIn('id')).toEqual([
    { code: 'SKILLS_MATCH', text: 'Sertifikat membuktikan 2 dari 3 keterampilan yang diminta lowongan.' },
    { code: 'SAME_PROVINCE', text: 'Tinggal di provinsi lokasi lowongan.' },
  ]);
  expect((await reasonsIn('en', 11, '31'))?.map(({ code }) => code)).toEqual(['SKILLS_MATCH', 'ELSEWHERE']);
  expect((await reasonsIn('en', 14, '32'))?.map(({ code }) => code)).toEqual(['SKILLS_MATCH', 'REMOTE']);
});

test('it is the search of these skills: the same pseudonyms, the same quota, the same log', async () => {
  const alumni = await found(11);
  const text = `{ alumniBySkill(skills: ["welding", "tiling"], region: "32", purpose: VACANCY, first: 50) {
    nodes { pseudonym } } alumniQuota { used } }`;
  const used = 'select used from alumni_quota where portal_id = $1';
  const before = (await pool.query(used, [PORTAL])).rows[0].used;
  const { data } = await askIn('en')<{ alumniBySkill: { nodes: { pseudonym: string }[] } }>(asPortal, text);
  expect(data.alumniBySkill.nodes.map(({ pseudonym }) => pseudonym)).toEqual(pseudonymsOf(alumni));
  await found(11);
  expect((await pool.query(used, [PORTAL])).rows[0].used).toBe(before + 60);
  const logged = `select count(*)::int as entries, count(distinct participant_id)::int as people, min(purpose) as purpose
    from alumni_disclosure where skills = array['tiling', 'welding'] and portal_id = $1`;
  const { entries, people, purpose } = (await pool.query(logged, [PORTAL])).rows[0];
  expect([people, purpose]).toEqual([30, 'VACANCY']);
  expect(entries).toBeGreaterThanOrEqual(90);
});

test('pages show everyone once, in an order by chance, and whoever takes the consent back is gone from the rest', async () => {
  const first = await found(11, { first: 10 });
  const after = first?.pageInfo.endCursor;
  const rest = await found(11, { after });
  const all = [...pseudonymsOf(first), ...pseudonymsOf(rest)];
  expect(new Set(all).size).toBe(30);
  expect(rest?.pageInfo.hasNextPage).toBe(false);
  await pool.query('update consent set withdrawn_at = now() where participant_id = any($1)', [
    Array.from({ length: 30 }, (_, index) => idOf(1_000 + index)),
  ]);
  // Of the thirty that are left some of the nine with all three skills are in the sample.
  expect((await found(11, { after }))?.nodes.length).toBeLessThanOrEqual(9);
  await pool.query('update consent set withdrawn_at = null');
});

test('fifty vacancies take as many statements as one', async () => {
  const one = await find(asPortal, [11], { first: 1 });
  const many = await find(asPortal, [11, 12, 15, 16], { first: 1 });
  expect(many.errors).toEqual([]);
  // The vacancies, the skills to search by, and the searches.
  expect([one.statements, many.statements]).toEqual([3, 3]);
  expect(many.data._entities.map((each) => each?.alumni?.nodes.length)).toEqual([1, 0, 1, 0]);
});

test('more than ten vacancies at a time are refused: each is a search', async () => {
  const numbers = Array.from({ length: 11 }, (_, index) => 20 + index);
  await pool.query(
    `insert into vacancy (id, employer_id, title, description, region_code, status, posted_at, portal_id, reference,
        open_until, written_at)
      select ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid, employer_id, title, description, region_code,
          status, posted_at, portal_id, 'r' || number, open_until, written_at
        from vacancy, unnest($1::int[]) number where id = $2`,
    [numbers, idOf(15)],
  );
  const { data, codes } = await find(asPortal, numbers);
  expect(codes).toEqual(['VACANCIES_OUT_OF_RANGE']);
  expect(data._entities.filter((each) => each?.alumni)).toHaveLength(10);
});

test('fewer than ten are shown to nobody, and asking counts', async () => {
  const used = async () =>
    (await pool.query('select used from alumni_quota where portal_id = $1', [PORTAL])).rows[0].used;
  const before = await used();
  expect(await found(12)).toMatchObject({ nodes: [], totalCount: null });
  expect(await used()).toBe(before + 1);
});

test('another portal, and whoever asks for a vacancy that is not open, is shown nothing', async () => {
  const { data, errors } = await find(portalOf(idOf(901)), [11]);
  expect([data._entities[0]?.alumni, errors]).toEqual([null, []]);
  expect(await found(13)).toBeNull();
  await pool.query('update portal set is_suspended = true where id = $1', [PORTAL]);
  const held = await find(portalOf(PORTAL, 'alumni:search', 'vacancy:publish'), [11]);
  expect(held.data._entities[0]?.alumni).toBeNull();
  await pool.query('update portal set is_suspended = false where id = $1', [PORTAL]);
});

test.each([
  { what: 'no place', number: 14, variables: {}, code: 'PROVINCE_EXPECTED' },
  { what: 'a regency', number: 11, variables: { region: '32.73' }, code: 'PROVINCE_EXPECTED' },
  { what: 'no region', number: 11, variables: { region: 'Jawa Barat' }, code: 'REGION_CODE_MALFORMED' },
  { what: 'no row', number: 11, variables: { first: 0 }, code: 'PAGE_SIZE_OUT_OF_RANGE' },
  { what: 'too many rows', number: 11, variables: { first: 51 }, code: 'PAGE_SIZE_OUT_OF_RANGE' },
  { what: 'no cursor', number: 11, variables: { after: 'x' }, code: 'CURSOR_MALFORMED' },
])('$what is refused: $code', async ({ number, variables, code }) => {
  expect((await find(asPortal, [number], variables)).codes).toEqual([code]);
});

test('a cursor of another vacancy and of another day is refused, and so is who has used the quota', async () => {
  const { pageInfo } = (await found(11)) as Alumni;
  expect((await find(asPortal, [15], { after: pageInfo.endCursor })).codes).toEqual(['CURSOR_MALFORMED']);
  await makeNewRoster(pool, clock.now());
  expect((await find(asPortal, [11], { after: pageInfo.endCursor })).codes).toEqual(['CURSOR_EXPIRED']);
  await pool.query('update alumni_quota set used = 990');
  // Both vacancies ask at once: for the first one there is room, for the second one there is none.
  const both = await find(asPortal, [11, 15]);
  expect(both.codes).toEqual(['ALUMNI_QUOTA_REACHED']);
  expect(both.data._entities.map((each) => each?.alumni?.nodes.length ?? null)).toEqual([10, null]);
});

test.each([
  ['FORBIDDEN', portalOf(PORTAL, 'vacancy:publish')],
  ['FORBIDDEN', portalOf(null)],
  ['UNAUTHENTICATED', { id: null, org: null, can: () => false }],
])('nobody but a portal may ask: %s', async (code, caller) => {
  expect((await find(caller, [11])).codes).toEqual([code]);
});

test('which skills are told gives away no size of a group: one is added where those who have all of them are shown', async () => {
  const wanted = ['roofing', 'tiling', 'welding'];
  // By it roofing is shown from fourteen people on, and all that it is in from no more.
  const size = (skills: string) => `alumni_size('salt-' || number, '32', '{${skills}}')`;
  const salt = `insert into alumni_edge (salt) select 'salt-' || number from generate_series(1, 10000) as number
    where ${size('roofing')} = 14 and ${size('roofing,tiling')} <= 14 and ${size('roofing,welding')} <= 14
      and ${size('roofing,tiling,welding')} <= 14 limit 1`;
  const told = async () => {
    await pool.query(salt);
    await pool.query('delete from alumni_quota');
    await makeNewRoster(pool, clock.now());
    return skillsOf(await found(11));
  };
  await addAlumni(pool, { first: 1_400, count: 4, skills: wanted });
  // Thirteen have roofing, and both others: more than ten, and one too few.
  expect(await told()).toEqual(['tiling', 'welding']);
  await addAlumni(pool, { first: 1_500, count: 1, skills: wanted });
  expect(await told()).toEqual(wanted);
});
