import { expect, test, vi } from 'vitest';
import { eventually } from '../../../tests/testkit/events.ts';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
} from '../../../tests/testkit/payments.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { createLogger } from '../../kit/log.ts';

const payments = async (budget?: bigint) => {
  const database = await paymentsDatabase(budget);
  const { query } = database;
  const count = async (sql: string) => Number((await query<{ count: string }>(`select count(*) ${sql}`))[0]?.count);
  const funds = () =>
    query(`select wave_number, committed::text, paid::text, returned::text from wave_funds order by 1`);
  return { ...database, count, funds, announce: await paymentsInbox(database) };
};

test('a chunk of 1,000 recipients gets 1,000 balances by one journal entry', async () => {
  const { announce, query, count, funds } = await payments();
  expect(await announce({ participants: people(1_000) })).toBe(204);
  expect(
    await query(`select granted::int, spent::int, held::int, count(*)::int from training_balance group by 1, 2, 3`),
  ).toEqual([{ granted: 1_000_000, spent: 0, held: 0, count: 1_000 }]);
  expect(await count(`from journal_entry where kind = 'GRANT'`)).toBe(1);
  expect(await count(`from posting where account_code = 'TRAINING_BALANCE'`)).toBe(1_000);
  expect(await funds()).toEqual([{ wave_number: 1001, committed: '1000000000', paid: '0', returned: '0' }]);
  await expectInvariants({ query });
});

test('the same event, twenty copies at once and one later, grants once', async () => {
  const { announce, query, count, funds } = await payments();
  const event = { participants: people(50), id: uuidv7() };
  const answers = await Promise.all(Array.from({ length: 20 }, () => announce(event)));
  answers.push(await announce(event));
  expect(new Set(answers)).toEqual(new Set([204]));
  expect(await count('from training_balance')).toBe(50);
  expect(await count(`from journal_entry where kind = 'GRANT'`)).toBe(1);
  expect(await funds()).toEqual([{ wave_number: 1001, committed: '50000000', paid: '0', returned: '0' }]);
  await expectInvariants({ query });
});

test('other events that name the same people in another order do not lock one another out', async () => {
  const { announce, query, count, pool } = await payments();
  const participants = people(101);
  const blocker = await pool.connect();
  await blocker.query('begin');
  // Both events stop at the middle one; going on in their own order, each would want what the other has.
  const middle = `insert into training_balance (participant_id, wave_number, granted, expires_on)
    values ($1, 1, 1, '2026-12-15')`;
  await blocker.query(middle, [participants[50]]);
  const answers = [participants, participants.toReversed()].map((some, index) =>
    announce({ wave: 1001 + index, participants: some }),
  );
  const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await eventually(async () => (await count(waiting)) === 2);
  await blocker.query('rollback');
  blocker.release();
  expect(await Promise.all(answers)).toEqual([204, 204]);
  expect(await count('from training_balance')).toBe(101);
  await expectInvariants({ query });
});

test('whoever holds a balance gets no second one; the entry is for the others and the refusal is logged', async () => {
  const log = createLogger({ service: 'test', level: 'silent' });
  const warn = vi.spyOn(log, 'warn');
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database, log);
  const [siti = '', budi = ''] = people(2);
  await announce({ wave: 1001, participants: [siti] });
  expect(await announce({ wave: 1002, participants: [siti, budi, budi], trainingBalance: 3_500_000 })).toBe(204);
  const sql = `select participant_id, wave_number, granted::int from training_balance order by wave_number`;
  expect(await database.query(sql)).toEqual([
    { participant_id: siti, wave_number: 1001, granted: 1_000_000 },
    { participant_id: budi, wave_number: 1002, granted: 3_500_000 },
  ]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ requestId, wave: 1002, refused: 2 }),
    'a second training balance was refused',
  );
  await expectInvariants(database);
});

test('an event that names only people with a balance posts nothing', async () => {
  const { announce, count } = await payments();
  const participants = people(3);
  await announce({ wave: 1001, participants });
  expect(await announce({ wave: 1002, participants })).toBe(204);
  expect(await count(`from journal_entry where kind = 'GRANT'`)).toBe(1);
});

test('an exhausted budget changes nothing; the event is taken once there is money', async () => {
  const { announce, query, count } = await payments(2_500_000n);
  const event = { participants: people(3), id: uuidv7() };
  expect(await announce(event)).toBe(500);
  expect(await count('from training_balance')).toBe(0);
  expect(await count('from event_inbox')).toBe(0);
  expect(await announce({ participants: people(2) })).toBe(204);
  await expectInvariants({ query });
});

test('two grants at once cannot spend the last of the budget twice', async () => {
  const { announce, query, count } = await payments(5_000_000n);
  const answers = await Promise.all([1001, 1002, 1003].map((wave) => announce({ wave, participants: people(4) })));
  expect(answers.toSorted()).toEqual([204, 500, 500]);
  expect(await count('from training_balance')).toBe(4);
  await expectInvariants({ query });
});

test.each([
  ['2026-11-21T02:00:00Z', '2026-12-15'],
  ['2026-12-15T16:59:59Z', '2026-12-15'],
  ['2026-12-15T17:00:00Z', '2027-12-15'],
])('a balance announced at %s is to be spent by %s', async (time, expiry) => {
  const { announce, query } = await payments();
  await announce({ participants: people(1), time });
  expect(await query(`select expires_on::text from training_balance`)).toEqual([{ expires_on: expiry }]);
});
