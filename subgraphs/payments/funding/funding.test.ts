import { expect, test } from 'vitest';
import { paymentsDatabase, paymentsEvents } from '../../../tests/testkit/payments.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { fundingRequested } from './funding.events.ts';

const YEAR = 2026;
const PER_PERSON = 4_200_000;

const open = async (budget: bigint) => {
  const database = await paymentsDatabase(budget);
  const send = await paymentsEvents(database);
  const request = (attempt: number, quota: number, { wave = 1001, id = uuidv7() } = {}) =>
    send(fundingRequested, { wave, attempt, quota, perPerson: PER_PERSON, year: YEAR }, { id });
  const answers = async () =>
    (
      await database.query<{ attempt: number; outcome: string; reason: string | null }>(
        `select (data ->> 'attempt')::int as attempt, data ->> 'outcome' as outcome, data ->> 'reason' as reason
          from event_outbox where type = 'payments.funding.decided' order by id`,
      )
    ).map(({ attempt, outcome, reason }) => [attempt, reason ?? outcome]);
  return { ...database, request, answers };
};

test('the money of a wave is committed or refused, and a repeated request gets the same answer', async () => {
  const { request, answers, query } = await open(100_000_000n);
  await Promise.all(Array.from({ length: 5 }, () => request(1, 10)));
  await request(2, 1_000);
  await request(2, 1_000);
  await request(3, 2);
  await request(4, 0);
  expect(await answers()).toEqual([
    ...Array.from({ length: 5 }, () => [1, 'COMMITTED']),
    [2, 'BUDGET_EXHAUSTED'],
    [2, 'BUDGET_EXHAUSTED'],
    [3, 'COMMITTED'],
    [4, 'COMMITTED'],
  ]);
  expect(await query('select attempt, amount::text, outcome from funding order by 1')).toEqual([
    { attempt: 1, amount: '42000000', outcome: 'COMMITTED' },
    { attempt: 2, amount: '4200000000', outcome: 'REFUSED' },
    { attempt: 3, amount: '8400000', outcome: 'COMMITTED' },
    { attempt: 4, amount: '0', outcome: 'COMMITTED' },
  ]);
});

test('an attempt that arrives after a later one is superseded', async () => {
  const { request, answers } = await open(100_000_000n);
  await request(2, 5);
  await request(1, 10);
  expect(await answers()).toEqual([
    [2, 'COMMITTED'],
    [1, 'SUPERSEDED'],
  ]);
});
