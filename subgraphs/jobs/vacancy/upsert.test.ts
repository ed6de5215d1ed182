import { expect, test } from 'vitest';
import {
  cahaya,
  lestari,
  openPublishing,
  publisherOf,
  sentVacancy,
  WITHDRAW,
  type WithdrawAnswer,
} from '../../../tests/testkit/vacancies.ts';

const { database, ask, clock, upsert, publish } = await openPublishing();
const { pool } = database;

const outcomesOf = ({ results }: Awaited<ReturnType<typeof upsert>>) => results?.map(({ outcome }) => outcome);
const ago = (seconds: number) => new Date(clock.now().getTime() - seconds * 1_000);
const titleOf = async (reference: string, portal = lestari) =>
  (await pool.query('select title, status from vacancy where reference = $1 and portal_id = $2', [reference, portal]))
    .rows[0];

test('a vacancy is created, kept unchanged, and updated with its skills', async () => {
  const { results } = await upsert([sentVacancy('A-1')]);
  const [first] = results ?? [];
  expect(first).toMatchObject({ outcome: 'CREATED', refusal: null, vacancy: { status: 'OPEN', isHeld: false } });
  expect(outcomesOf(await upsert([sentVacancy('A-1')]))).toEqual(['UNCHANGED']);
  const changed = sentVacancy('A-1', { requirements: [{ skill: 'cashiering', weight: 5 }, { skill: 'welding' }] });
  const [updated] = (await upsert([changed])).results ?? [];
  expect(updated).toMatchObject({ outcome: 'UPDATED', vacancy: { id: first?.vacancy?.id, version: 2 } });
  const { rows } = await pool.query(
    'select skill_code, level, weight, is_open from vacancy_skill where vacancy_id = $1 order by 1',
    [first?.vacancy?.id],
  );
  expect(rows).toEqual([
    { skill_code: 'cashiering', level: 'BASIC', weight: 5, is_open: true },
    { skill_code: 'welding', level: 'BASIC', weight: 3, is_open: true },
  ]);
});

test('what was written earlier changes nothing, whenever it arrives', async () => {
  await upsert([sentVacancy('O-1', { title: 'Barista baru' })], { writtenAt: ago(10) });
  const late = await upsert([sentVacancy('O-1', { title: 'Barista lama' })], { writtenAt: ago(60) });
  expect(outcomesOf(late)).toEqual(['OUTDATED']);
  expect(await titleOf('O-1')).toMatchObject({ title: 'Barista baru' });
});

test('two portals have the same reference each for itself, and employers of one name', async () => {
  await publish('SAME', { title: 'Barista Lestari' });
  await publish('SAME', { title: 'Barista Cahaya' }, cahaya);
  expect(await titleOf('SAME')).toMatchObject({ title: 'Barista Lestari' });
  expect(await titleOf('SAME', cahaya)).toMatchObject({ title: 'Barista Cahaya' });
  const { rows } = await pool.query(`select count(*)::int as count from employer where name = 'Kopi Lestari'`);
  expect(rows).toEqual([{ count: 2 }]);
});

test('good and bad vacancies of a call are answered each in its place', async () => {
  const items = [
    sentVacancy('M-1'),
    sentVacancy('M-2', { occupation: 'x' }),
    sentVacancy('M-1'),
    sentVacancy('M-3', { region: '3273', monthlySalaryFrom: null, monthlySalaryTo: null }),
  ];
  const { results } = await upsert(items);
  expect(results?.map(({ index, reference, outcome, refusal }) => [index, reference, outcome, refusal?.code])).toEqual([
    [0, 'M-1', 'CREATED', undefined],
    [1, 'M-2', 'REJECTED', 'OCCUPATION_UNKNOWN'],
    [2, 'M-1', 'REJECTED', 'REFERENCE_REPEATED'],
    [3, 'M-3', 'CREATED', undefined],
  ]);
});

test('a draft is for its portal alone until it is sent as none', async () => {
  const id = await publish('D-1', { isDraft: true });
  const read = 'query ($id: ID!) { vacancy(id: $id) { status postedAt } }';
  expect((await ask(publisherOf(cahaya), read, { id })).data).toEqual({ vacancy: null });
  expect((await ask(publisherOf(lestari), read, { id })).data).toEqual({
    vacancy: { status: 'DRAFT', postedAt: null },
  });
  expect(outcomesOf(await upsert([sentVacancy('D-1', { isDraft: true })]))).toEqual(['UNCHANGED']);
  expect(outcomesOf(await upsert([sentVacancy('D-1')]))).toEqual(['UPDATED']);
  expect((await ask(publisherOf(cahaya), read, { id })).data).toMatchObject({ vacancy: { status: 'OPEN' } });
  const { results } = await upsert([sentVacancy('D-1', { isDraft: true })]);
  expect(results?.[0]).toMatchObject({ outcome: 'REJECTED', refusal: { code: 'VACANCY_TRANSITION_ILLEGAL' } });
});

test('what was filled stays filled, what was closed opens again', async () => {
  const filled = await publish('S-1');
  const closed = await publish('S-2');
  await pool.query(`update vacancy set status = 'FILLED' where id = $1`, [filled]);
  await pool.query(`update vacancy set status = 'CLOSED' where id = $1`, [closed]);
  const { results } = await upsert([sentVacancy('S-1'), sentVacancy('S-2')]);
  expect(results?.map(({ outcome, vacancy }) => [outcome, vacancy?.status])).toEqual([
    ['REJECTED', 'FILLED'],
    ['UPDATED', 'OPEN'],
  ]);
});

test('what is paused stays paused with other content', async () => {
  const id = await publish('P-1');
  await pool.query(`update vacancy set status = 'PAUSED' where id = $1`, [id]);
  const { results } = await upsert([sentVacancy('P-1', { title: 'Barista senior' })]);
  expect(results?.[0]).toMatchObject({ outcome: 'UPDATED', vacancy: { status: 'PAUSED' } });
});

const withdraw = async (writtenAt: Date, change: object = {}) => {
  const variables = { writtenAt: writtenAt.toISOString(), expected: 0, confirm: true, kept: [], ...change };
  const { data } = await ask<WithdrawAnswer>(publisherOf(cahaya), WITHDRAW, variables);
  return data.withdrawMissingVacancies;
};

test('a full file closes what it does not name, once all of it is there', async () => {
  await pool.query('delete from vacancy where portal_id = $1', [cahaya]);
  const items = Array.from({ length: 20 }, (_, index) => sentVacancy(`W-${index}`));
  await upsert(items, { portal: cahaya, writtenAt: ago(100) });
  const writtenAt = ago(10);
  await upsert(items.slice(0, 10), { portal: cahaya, writtenAt });
  // A row that is spoiled is named all the same.
  await upsert([sentVacancy('W-10', { title: '' })], { portal: cahaya, writtenAt });
  expect(await withdraw(writtenAt, { expected: 18 })).toMatchObject({ refusal: { code: 'FILE_INCOMPLETE' } });
  const tooMany = await withdraw(writtenAt, { expected: 10, confirm: false });
  expect(tooMany).toMatchObject({ refusal: { code: 'TOO_MANY_MISSING' } });
  expect(await withdraw(writtenAt, { expected: 10, kept: ['W-11'] })).toMatchObject({ withdrawal: { closed: 8 } });
  expect(await withdraw(writtenAt, { expected: 10, kept: ['W-11'] })).toMatchObject({ withdrawal: { closed: 0 } });
  const { rows } = await pool.query(
    `select count(*) filter (where status = 'OPEN')::int as open, count(*) filter (where is_open)::int as shown
      from vacancy where portal_id = $1`,
    [cahaya],
  );
  expect(rows).toEqual([{ open: 12, shown: 12 }]);
});

test('an older full file closes nothing that a newer call has named', async () => {
  await upsert([sentVacancy('W-0', { title: 'Barista lain' })], { portal: cahaya });
  await withdraw(ago(5));
  expect(await titleOf('W-0', cahaya)).toMatchObject({ status: 'OPEN' });
});

test('two hundred vacancies take as many statements as one', async () => {
  const many = (prefix: string) => Array.from({ length: 200 }, (_, index) => sentVacancy(`${prefix}-${index}`));
  const statementsOf = async (items: object[]) => {
    const input = { writtenAt: clock.now().toISOString(), items };
    const mutation =
      'mutation ($input: UpsertVacanciesInput!) { upsertVacancies(input: $input) { results { outcome } } }';
    return (await ask(publisherOf(lestari), mutation, { input })).statements;
  };
  expect(await statementsOf(many('K'))).toBe(await statementsOf([sentVacancy('L-1')]));
});

test('ten calls at once with the same vacancies make each once, and the newest holds', async () => {
  const calls = Array.from({ length: 10 }, (_, round) =>
    upsert(
      ['R-1', 'R-2', 'R-3'].map((reference) => sentVacancy(reference, { title: `Barista putaran ${round}` })),
      { writtenAt: ago(100 - round) },
    ),
  );
  const outcomes = (await Promise.all(calls)).flatMap((call) => outcomesOf(call) ?? []);
  expect(outcomes.filter((outcome) => outcome === 'CREATED')).toHaveLength(3);
  const { rows } = await pool.query(`select distinct title, written_at from vacancy where reference like 'R-%'`);
  expect(rows).toHaveLength(1);
  expect(rows[0].title).toBe('Barista putaran 9');
});
