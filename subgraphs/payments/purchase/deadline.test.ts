import { expect, test } from 'vitest';
import { openPurchases, type Seat } from '../../../tests/testkit/purchases.ts';
import { uuidv7 } from '../../kit/ids.ts';

const shop = await openPurchases();
const { deliver, recipients, seat, buy, balance, query } = shop;

const WHOLE = 1_000_000;
const PRICE = 600_000;

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

/** What happens to one person around the deadline of the wave's first purchase. */
const happeningsOf = (own: Seat, wave: number, proposal: string) => {
  const at = () => shop.clock.now().toISOString();
  const participants = [own.participant];
  const list = { list: 'STATE_OFFICIALS', participants };
  return {
    barred: () => deliver('pmo.participants.barred', { ...list, version: 1, at: at() }),
    reinstated: () => deliver('pmo.participants.reinstated', { ...list, version: 2, at: at() }),
    proposed: () => deliver('pmo.revocation.proposed', { proposal, wave, at: at(), deadline: at(), participants }),
    redeemed: () => shop.redeemed(own),
    released: () => shop.released(own),
  };
};

type HappeningName = keyof ReturnType<typeof happeningsOf>;

const LAST = `select decision ->> 'outcome' as outcome from event_outbox
    cross join jsonb_array_elements(data -> 'decisions') as decision
  where type = 'payments.revocation.decided' and data ->> 'proposal' = $1 order by id desc limit 1`;

let wave = 6_000;

/** Lets all of it happen in this order, and then the proposal be asked again; returns the person's end. */
const endOf = async (order: readonly HappeningName[], isHeld: boolean) => {
  wave += 1;
  const [siti = ''] = await recipients(1, { wave });
  const own = seat(siti, { price: BigInt(PRICE) });
  if (isHeld) expect(await buy(own)).toBe('HELD');
  const proposal = uuidv7();
  const happenings = happeningsOf(own, wave, proposal);
  for (const happening of order) await happenings[happening]();
  await happenings.proposed();
  const [answer] = await query<{ outcome: string }>(LAST, [proposal]);
  return { order, answer: answer?.outcome, ...((await balance(siti)) as object), again: await buy(seat(siti)) };
};

const returned = {
  answer: 'RETURNED',
  spent: 0,
  held: 0,
  returned: WHOLE,
  available: 0,
  again: 'BALANCE_INSUFFICIENT',
};
const used = {
  answer: 'USED',
  spent: PRICE,
  held: 0,
  returned: 0,
  available: WHOLE - PRICE,
  again: 'BALANCE_INSUFFICIENT',
};

test('whoever is barred around the deadline and reinstated later, with nothing bought, loses the award for good', async () => {
  for (const order of permutations<HappeningName>(['barred', 'proposed', 'reinstated']).filter(
    (each) => each.indexOf('barred') < each.indexOf('reinstated'),
  ))
    expect(await endOf(order, false)).toEqual({ order, ...returned });
});

test.each([
  ['redeemed', 'used', used],
  ['released', 'returned', returned],
] as const)(
  'money that is held while its person is barred, and then %s, is %s once, in whatever order',
  async (end, _, expected) => {
    for (const order of permutations<HappeningName>(['barred', 'proposed', 'reinstated', end]).filter(
      (each) => each.indexOf('barred') < each.indexOf('reinstated'),
    ))
      expect(await endOf(order, true)).toEqual({ order, ...expected });
    expect(await shop.brokenInvariants()).toEqual([]);
  },
);
