import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expectInvariants,
  paymentsDatabase,
  paymentsInbox,
  people,
  requestId,
} from '../../../tests/testkit/payments.ts';
import { Refusal } from '../../kit/refusal.ts';
import { BalanceService } from './balance.service.ts';
import type { MovementKind } from './movement.ts';

const service = new BalanceService({ now: () => new Date() });

const setUp = async () => {
  const database = await paymentsDatabase();
  const announce = await paymentsInbox(database);
  const move = (
    kind: MovementKind,
    participantId: string,
    [amount, reference = crypto.randomUUID()]: [bigint, string?],
  ) =>
    database.orm.em
      .fork()
      .transactional((em) => service.move(em, kind, { participantId, amount, reference, requestId }))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return error.code;
        throw error;
      });
  const balance = async (id: string) => {
    const columns = 'spent::int, held::int, returned::int, (granted - spent - held - returned)::int as available';
    return (await database.query(`select ${columns} from training_balance where participant_id = $1`, [id]))[0];
  };
  return { ...database, announce, move, balance };
};

test('a purchase holds, then spends; the rest returns to the treasury', async () => {
  const { announce, move, balance, query } = await setUp();
  const [siti = ''] = people(1);
  await announce({ participants: [siti] });
  await move('HOLD', siti, [700_000n]);
  await move('SPEND', siti, [650_000n]);
  await move('RELEASE', siti, [50_000n]);
  await move('RETURN', siti, [350_000n]);
  expect(await balance(siti)).toEqual({ spent: 650_000, held: 0, returned: 350_000, available: 0 });
  const funds = `select committed::int, paid::int, returned::int from wave_funds`;
  expect(await query(funds)).toEqual([{ committed: 1_000_000, paid: 650_000, returned: 350_000 }]);
  await expectInvariants({ query });
});

test('ten purchases at once never hold more than the balance', async () => {
  const { announce, move, balance, query } = await setUp();
  const [siti = ''] = people(1);
  await announce({ participants: [siti] });
  const answers = await Promise.all(Array.from({ length: 10 }, () => move('HOLD', siti, [300_000n])));
  expect(answers.filter((answer) => answer === true)).toHaveLength(3);
  expect(answers.filter((answer) => answer === 'BALANCE_INSUFFICIENT')).toHaveLength(7);
  expect(await balance(siti)).toMatchObject({ held: 900_000, available: 100_000 });
  await expectInvariants({ query });
});

test('a movement happens once for its reference, also when it took all there was', async () => {
  const { announce, move, balance } = await setUp();
  const [siti = ''] = people(1);
  await announce({ participants: [siti] });
  const answers = await Promise.all(Array.from({ length: 5 }, () => move('HOLD', siti, [1_000_000n, 'purchase:1'])));
  expect(answers.toSorted()).toEqual([false, false, false, false, true]);
  expect(await balance(siti)).toMatchObject({ held: 1_000_000, available: 0 });
});

test('whoever has no balance cannot move money, and no amount below one moves', async () => {
  const { announce, move } = await setUp();
  const [siti = '', budi = ''] = people(2);
  await announce({ participants: [siti] });
  expect(await move('HOLD', budi, [1n])).toBe('BALANCE_UNKNOWN');
  await expect(move('HOLD', siti, [0n])).rejects.toThrow(RangeError);
  await expect(move('RELEASE', siti, [-1n])).rejects.toThrow(RangeError);
});

const step = fc.oneof(
  fc.record({ kind: fc.constant('GRANT' as const), who: fc.subarray([0, 1, 2]) }),
  fc.record({
    kind: fc.constantFrom<MovementKind>('HOLD', 'HOLD', 'RELEASE', 'SPEND', 'RETURN'),
    who: fc.constantFrom([0], [1], [2]),
    amount: fc.constantFrom(1n, 90_000n, 250_000n, 400_000n, 1_000_000n),
  }),
);

test('any sequence of grants, holds, releases, purchases and returns keeps the invariants', async () => {
  const { announce, move, query } = await setUp();
  const run = async (steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const crowd = people(3);
    await announce({ participants: crowd.slice(0, 2) });
    for (const next of steps) {
      const participants = next.who.map((index) => crowd[index] ?? '');
      if (next.kind !== 'GRANT') await move(next.kind, participants[0] ?? '', [next.amount]);
      else if (participants.length > 0) await announce({ participants });
    }
    await expectInvariants({ query });
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), run), { numRuns: 40 });
  expect(await query(`select kind from journal_entry where kind <> 'BUDGET' group by kind`)).toHaveLength(5);
});
