import { beforeAll, expect, test } from 'vitest';
import { addAlumni, makeNewRoster, portalOf } from '../../../tests/testkit/alumni.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const { database, ask } = await openJobs([]);
const asA = portalOf(idOf(900));
const cursorOf = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
const many = (count: number) => Array.from({ length: count }, (_, index) => `skill-${index}`);

beforeAll(async () => {
  await addAlumni(database.pool, { first: 1_000, count: 20, skills: ['welding'] });
  await makeNewRoster(database.pool);
});

const FIND = `query ($skills: [ID!]!, $region: ID!, $purpose: AlumniPurpose!, $first: Int!, $after: String) {
  alumniBySkill(skills: $skills, region: $region, purpose: $purpose, first: $first, after: $after) { nodes { pseudonym } } }`;
const SUPPLY = 'query ($region: ID) { skillSupply(region: $region) { people } }';

/** What is wrong, the variables that say so, and the code that answers it; undefined stands for GraphQL's own. */
const searches: [what: string, variables: object, code: string | undefined][] = [
  ['no skill', { skills: [] }, 'SKILLS_OUT_OF_RANGE'],
  ['six skills', { skills: many(6) }, 'SKILLS_OUT_OF_RANGE'],
  ['a thousand skills', { skills: many(1_000) }, 'SKILLS_OUT_OF_RANGE'],
  ['a skill that is empty', { skills: [''] }, 'SKILL_CODE_MALFORMED'],
  ['a skill in capitals', { skills: ['Welding'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with a space', { skills: ['arc welding'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with SQL', { skills: [`'; drop table consent`] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with a pattern', { skills: ['weld%'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill as an array of PostgreSQL', { skills: ['{welding,roofing}'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill that begins with a hyphen', { skills: ['-welding'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with two hyphens', { skills: ['arc--welding'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with a zero byte', { skills: ['weld\u0000ing'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill with a letter of another script', { skills: ['wеlding'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill of 101 letters', { skills: ['a'.repeat(101)] }, 'SKILL_CODE_MALFORMED'],
  ['a good skill beside a bad one', { skills: ['welding', 'Roofing'] }, 'SKILL_CODE_MALFORMED'],
  ['a skill that is null', { skills: [null] }, undefined],
  ['skills as an object', { skills: {} }, undefined],
  ['skills that are missing', { skills: undefined }, undefined],
  ['a region by its name', { region: 'Bandung' }, 'REGION_CODE_MALFORMED'],
  ['a region that is empty', { region: '' }, 'REGION_CODE_MALFORMED'],
  ['a region of one digit', { region: '3' }, 'REGION_CODE_MALFORMED'],
  ['a district', { region: '32.73.01' }, 'REGION_CODE_MALFORMED'],
  ['a region with a pattern', { region: '3_' }, 'REGION_CODE_MALFORMED'],
  ['a regency', { region: '32.73' }, 'PROVINCE_EXPECTED'],
  ['a regency without its dot', { region: '3273' }, 'PROVINCE_EXPECTED'],
  ['a region that is missing', { region: undefined }, undefined],
  ['no purpose', { purpose: undefined }, undefined],
  ['a purpose of another list', { purpose: 'AUDIT' }, undefined],
  ['a purpose in small letters', { purpose: 'vacancy' }, undefined],
  ['a page of none', { first: 0 }, 'PAGE_SIZE_OUT_OF_RANGE'],
  ['a page of less than none', { first: -1 }, 'PAGE_SIZE_OUT_OF_RANGE'],
  ['a page of 51', { first: 51 }, 'PAGE_SIZE_OUT_OF_RANGE'],
  ['a page of half a row', { first: 1.5 }, undefined],
  ['a page without a size', { first: undefined }, undefined],
  ['a cursor that is no cursor', { after: 'next' }, 'CURSOR_MALFORMED'],
  ['a cursor that is empty', { after: '' }, 'CURSOR_MALFORMED'],
  ['a cursor of another list', { after: cursorOf(2, idOf(1)) }, 'CURSOR_MALFORMED'],
  ['a cursor with a place', { after: cursorOf(50) }, 'CURSOR_MALFORMED'],
  ['a cursor without end', { after: 'a'.repeat(5_000) }, 'CURSOR_MALFORMED'],
  ['a cursor that nobody gave out', { after: cursorOf('0'.repeat(32)) }, 'CURSOR_MALFORMED'],
];

test('there are 40 kinds of bad input', () => {
  expect(searches).toHaveLength(40);
});

test.each(searches)('%s', async (...[, variables, code]) => {
  const good = { skills: ['welding'], region: '32', purpose: 'VACANCY', first: 10 };
  const { codes, data } = await ask(asA, FIND, JSON.parse(JSON.stringify({ ...good, ...variables })));
  expect([codes, data]).toEqual([[code], null]);
});

test('nothing of it was counted or written down', async () => {
  const kept =
    'select (select count(*) from alumni_disclosure)::int as shown, (select sum(used) from alumni_quota)::int as used';
  expect((await database.pool.query(kept)).rows).toEqual([{ shown: 0, used: null }]);
});

test.each([
  ['a regency', '32.73', 'PROVINCE_EXPECTED'],
  ['a name', 'Jawa Barat', 'REGION_CODE_MALFORMED'],
])('the supply of skills of %s is refused', async (_what, region, code) => {
  expect((await ask(asA, SUPPLY, { region })).codes).toEqual([code]);
});
