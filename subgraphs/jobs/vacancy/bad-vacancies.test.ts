import { expect, test } from 'vitest';
import { badVacancies, misshapenVacancies } from '../../../tests/testkit/bad-vacancies.ts';
import { clientOf } from '../../../tests/testkit/catalogue.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import {
  dayAfter,
  lestari,
  openPublishing,
  publisherOf,
  sentVacancy,
  UPSERT,
  type UpsertAnswer,
  WITHDRAW,
  type WithdrawAnswer,
} from '../../../tests/testkit/vacancies.ts';
import type { Caller } from '../../kit/caller.ts';

const { database, ask, upsert, clock } = await openPublishing();
const { pool } = database;
const countVacancies = async () => (await pool.query('select count(*)::int as count from vacancy')).rows[0].count;

const bad = badVacancies.map(([, change], index) => sentVacancy(`BAD-${index}`, { ...change }));
const { results } = await upsert(bad);

test.each(badVacancies.map(([what, , fault], index) => [what, fault, index] as const))(
  'a vacancy with %s is rejected as %s',
  (_what, fault, index) => {
    const result = results?.[index];
    expect(result?.problems.map(({ code, path }) => `${code} ${path}`)).toContain(fault);
    expect(result).toMatchObject({ outcome: 'REJECTED', vacancy: null, refusal: { code: result?.problems[0]?.code } });
  },
);

test('there are forty kinds and more, and nothing of them is kept but problems for the portal', async () => {
  expect(badVacancies.length).toBeGreaterThanOrEqual(40);
  expect(await countVacancies()).toBe(0);
  const read = `{ portal { problems(first: 100) { nodes { code source } } } }`;
  const { data } = await ask<{ portal: { problems: { nodes: { source: string }[] } } }>(publisherOf(lestari), read);
  expect(data.portal.problems.nodes.length).toBe(results?.flatMap(({ problems }) => problems).length);
});

test.each(misshapenVacancies)('a vacancy with %s is no input', async (_what, change) => {
  const input = { writtenAt: clock.now().toISOString(), items: [sentVacancy('MISSHAPEN', change)] };
  const { data, errors } = await ask(publisherOf(lestari), UPSERT, { input });
  expect({ data, errors: errors.length }).toEqual({ data: null, errors: 1 });
});

const soon = () => new Date(clock.now().getTime() + 3_600_000);

const one = [sentVacancy('F-1')];
const many = Array.from({ length: 1_001 }, (_, index) => sentVacancy(`N-${index}`));

test.each([
  ['VACANCIES_OUT_OF_RANGE', { items: [] }],
  ['VACANCIES_OUT_OF_RANGE', { items: many }],
  ['WRITTEN_IN_FUTURE', { at: soon() }],
  ['FORBIDDEN', { caller: clientOf(lestari, 'alumni:search') }],
  ['FORBIDDEN', { caller: callerOf('officer', 'vacancy:moderate') }],
  ['NOT_A_PORTAL', { caller: publisherOf(idOf(77)) }],
  ['NOT_A_PORTAL', { caller: publisherOf('no-uuid') }],
])('a call is refused as %s', async (code, call: { items?: object[]; at?: Date; caller?: Caller }) => {
  const { items = one, at = clock.now(), caller = publisherOf(lestari) } = call;
  const input = { writtenAt: at.toISOString(), items };
  const { data } = await ask<UpsertAnswer>(caller, UPSERT, { input });
  expect(data.upsertVacancies).toMatchObject({ results: null, refusal: { code } });
});

test.each([
  ['WRITTEN_IN_FUTURE', { writtenAt: `${dayAfter(2)}T00:00:00Z` }],
  ['KEPT_TOO_MANY', { kept: Array.from({ length: 1_001 }, () => 'x') }],
  ['FILE_INCOMPLETE', { expected: 1 }],
])('closing by a full file is refused as %s', async (code, change) => {
  const variables = { writtenAt: clock.now().toISOString(), expected: 0, confirm: false, kept: [], ...change };
  const { data } = await ask<WithdrawAnswer>(publisherOf(lestari), WITHDRAW, variables);
  expect(data.withdrawMissingVacancies).toMatchObject({ withdrawal: null, refusal: { code } });
});
