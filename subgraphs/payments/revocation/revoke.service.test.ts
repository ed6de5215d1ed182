import { afterEach, expect, test, vi } from 'vitest';
import { expectInvariants, paymentsDatabase, paymentsInbox, people } from '../../../tests/testkit/payments.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { createLogger } from '../../kit/log.ts';

const log = createLogger({ service: 'payments', level: 'silent' });

afterEach(() => vi.restoreAllMocks());

const payments = async () => {
  const database = await paymentsDatabase();
  const { query } = database;
  const balances = () =>
    query(`select granted::int, spent::int, held::int, returned::int, count(*)::int from training_balance
      group by 1, 2, 3, 4 order by returned`);
  const funds = () => query(`select committed::text, returned::text from wave_funds`);
  return { ...database, balances, funds, send: await paymentsInbox(database, log) };
};
const whole = { granted: 1_000_000, spent: 0, held: 0 };

test('a chunk of 1,000 revoked recipients returns 1,000 balances by one journal entry, however often it comes', async () => {
  const { send, balances, funds, query } = await payments();
  const participants = people(1_000);
  await send({ participants });
  const event = { participants, isRevoked: true, id: uuidv7() };
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(event)));
  // The same people in another event.
  answers.push(await send({ participants, isRevoked: true }));
  expect(new Set(answers)).toEqual(new Set([204]));
  expect(await balances()).toEqual([{ ...whole, returned: 1_000_000, count: 1_000 }]);
  expect(await query(`select count(*)::int from journal_entry where kind = 'RETURN'`)).toEqual([{ count: 1 }]);
  expect(await funds()).toEqual([{ committed: '1000000000', returned: '1000000000' }]);
  await expectInvariants({ query });
});

test('an award that is announced late, after its revocation, is granted and returned at once', async () => {
  const { send, balances, query } = await payments();
  const participants = people(3);
  expect(await send({ participants, isRevoked: true })).toBe(204);
  expect(await send({ participants: [...participants, ...people(1)] })).toBe(204);
  expect(await balances()).toEqual([
    { ...whole, returned: 0, count: 1 },
    { ...whole, returned: 1_000_000, count: 3 },
  ]);
  await expectInvariants({ query });
});

test('a balance of which nothing is held returns without a warning', async () => {
  const warn = vi.spyOn(log, 'warn');
  const { send } = await payments();
  const participants = people(1);
  await send({ participants });
  await send({ participants, isRevoked: true });
  expect(warn).not.toHaveBeenCalled();
});

test('what is spent or held stays; another wave does not take what it did not give', async () => {
  const warn = vi.spyOn(log, 'warn');
  const { send, balances, query, pool } = await payments();
  const participants = people(2);
  await send({ participants });
  await send({ participants: participants.slice(0, 1), isRevoked: true, wave: 1002 });
  expect(await balances()).toEqual([{ ...whole, returned: 0, count: 2 }]);
  // Held by a purchase that has begun: only the rest returns.
  const held = await pool.connect();
  await held.query('begin');
  await held.query(`insert into journal_entry (kind, reference, wave_number, posted_at, request_id)
    values ('HOLD', 'hold:1', 1001, now(), 'test')`);
  await held.query(
    `insert into posting (entry_id, account_code, participant_id, amount, posted_on)
      select id, account, $1, amount, posted_on from journal_entry,
        (values ('TRAINING_BALANCE', -400000), ('TRAINING_HELD', 400000)) as line (account, amount)
      where reference = 'hold:1'`,
    [participants[1]],
  );
  await held.query('update training_balance set held = 400000 where participant_id = $1', [participants[1]]);
  await held.query('commit');
  held.release();
  await send({ participants: participants.slice(1), isRevoked: true });
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ wave: 1001, held: 1 }), expect.any(String));
  expect(await balances()).toEqual([
    { ...whole, returned: 0, count: 1 },
    { ...whole, held: 400_000, returned: 600_000, count: 1 },
  ]);
  await expectInvariants({ query });
});
