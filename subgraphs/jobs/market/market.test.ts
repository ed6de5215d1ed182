import { expect, test } from 'vitest';
import { addAlumni } from '../../../tests/testkit/alumni.ts';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { countLabourMarket } from './market.service.ts';

const { database, askAnonymously } = await openJobs([
  { number: 11, skills: ['welding', 'roofing'] },
  { number: 12, skills: ['welding'], region: '32.04' },
  { number: 13, skills: ['welding'], region: '31.71' },
  { number: 14, skills: ['plumbing'], status: 'CLOSED' },
]);
const { pool, orm } = database;
await pool.query('update vacancy set openings = 30 where id = $1', [idOf(12)]);
await addAlumni(pool, { first: 100, count: 25, skills: ['welding'], purpose: 'STATISTICS', days: 400 });
await addAlumni(pool, { first: 200, count: 9, skills: ['roofing'], purpose: 'STATISTICS', days: 400 });
await addAlumni(pool, { first: 300, count: 9, skills: ['welding'], region: '32.04', purpose: 'STATISTICS', days: 400 });
// Not counted: another purpose, one portal alone, and withdrawn.
await addAlumni(pool, { first: 400, count: 30, skills: ['welding'] });
await addAlumni(pool, { first: 500, count: 30, skills: ['welding'], purpose: 'STATISTICS', portal: idOf(2) });
await addAlumni(pool, { first: 600, count: 30, skills: ['welding'], purpose: 'STATISTICS', isWithdrawn: true });

const ASK = `query ($region: ID, $first: Int!, $after: String) { labourMarket(region: $region, first: $first, after: $after) {
  nodes { skill { code } region { code } demand supply gap demandBefore supplyBefore } pageInfo { endCursor } } }`;
interface Answer {
  labourMarket: {
    nodes: {
      skill: { code: string };
      demand: number;
      supply: number | null;
      gap: number;
      demandBefore: number | null;
    }[];
    pageInfo: { endCursor: string };
  };
}
const shown = async (variables: object) => {
  const { data, errors, statements } = await askAnonymously<Answer>(ASK, { first: 9, ...variables });
  expect([errors, statements]).toEqual([[], 1]);
  return data.labourMarket.nodes.map(({ skill, demand, supply, gap, demandBefore }) => [
    skill.code,
    demand,
    supply,
    gap,
    demandBefore,
  ]);
};
const now = new Date();
const count = (days: number) => countLabourMarket(orm.em.fork(), new Date(now.getTime() + days * 86_400_000));

test('anybody sees demand and supply by skill and region, the widest gap first; nothing about fewer than ten', async () => {
  expect(await count(0)).toBe(true);
  expect(await count(0)).toBe(false);
  expect(await shown({})).toEqual([
    ['welding', 32, 30, 2, null],
    ['roofing', 1, null, 1, null],
  ]);
  expect(await shown({ region: '32' })).toEqual([
    ['welding', 31, 30, 1, null],
    ['roofing', 1, null, 1, null],
  ]);
  expect(await shown({ region: '32.04' })).toEqual([['welding', 30, null, 30, null]]);
  expect(await shown({ region: '3273' })).toEqual([
    ['roofing', 1, null, 1, null],
    ['welding', 1, 20, -19, null],
  ]);
  expect(await shown({ region: '99' })).toEqual([]);
});

test('pages continue behind their cursor, and the trend is that of four weeks', async () => {
  await pool.query(`update vacancy set openings = 50 where id = $1`, [idOf(12)]);
  expect(await count(28)).toBe(true);
  expect((await shown({}))[0]).toEqual(['welding', 52, 30, 22, 32]);
  const { data } = await askAnonymously<Answer>(ASK, { first: 1 });
  expect(await shown({ after: data.labourMarket.pageInfo.endCursor })).toEqual([['roofing', 1, null, 1, 1]]);
});

test.each([
  ['REGION_CODE_MALFORMED', { region: 'Bandung' }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 0 }],
  ['CURSOR_MALFORMED', { after: 'x' }],
])('illegal input is refused as %s', async (code, variables) => {
  expect((await askAnonymously(ASK, { first: 9, ...variables })).codes).toEqual([code]);
});
