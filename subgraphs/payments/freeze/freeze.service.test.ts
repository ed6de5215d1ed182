import { expect, test } from 'vitest';
import { paymentsDatabase, paymentsInbox, people, requestId } from '../../../tests/testkit/payments.ts';
import { BalanceService } from '../balance/balance.service.ts';
import { freeze, lift } from './freeze.service.ts';

const payments = async () => {
  const database = await paymentsDatabase();
  const send = await paymentsInbox(database);
  const [id = ''] = people(1);
  await send({ participants: [id] });
  const balances = new BalanceService({ now: () => new Date() });
  const move = (kind: 'HOLD' | 'RELEASE' | 'SPEND' | 'RETURN', reference: string) =>
    database.orm.em
      .fork()
      .transactional((em) => balances.move(em, kind, { participantId: id, amount: 100_000n, reference, requestId }));
  const say = (how: typeof freeze, version: number) =>
    database.orm.em
      .fork()
      .transactional((em) =>
        how(em, { list: 'STATE_OFFICIALS', version, at: `2026-11-2${version}T00:00:00Z`, participants: [id] }),
      );
  return { move, say };
};

test('nothing is held or spent while it is frozen; what was held can be released, and what is left be returned', async () => {
  const { move, say } = await payments();
  await move('HOLD', 'hold:1');
  await say(freeze, 1);
  await expect(move('HOLD', 'hold:2')).rejects.toMatchObject({ code: 'BALANCE_FROZEN' });
  await expect(move('SPEND', 'spend:1')).rejects.toMatchObject({ code: 'BALANCE_FROZEN' });
  expect(await move('RELEASE', 'release:1')).toBe(true);
  expect(await move('RETURN', 'return:1')).toBe(true);
  await say(lift, 2);
  expect(await move('HOLD', 'hold:2')).toBe(true);
});

test('what was said last counts, in whatever order and however often it arrives', async () => {
  const { move, say } = await payments();
  await say(lift, 2);
  await say(freeze, 1);
  await say(freeze, 1);
  expect(await move('HOLD', 'hold:1')).toBe(true);
  await say(freeze, 3);
  await say(lift, 2);
  await expect(move('HOLD', 'hold:2')).rejects.toMatchObject({ code: 'BALANCE_FROZEN' });
});
