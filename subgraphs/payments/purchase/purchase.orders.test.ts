import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { asPlatform, asSelf, openPurchases, type Seat } from '../../../tests/testkit/purchases.ts';

const shop = await openPurchases();
const { query, services, seat, codeOf, requestCode, authorize } = shop;
const GRANTED = 1_000_000;
const PRICE = 600_000;
const BUSY_MS = 180_000;
/** Each of the 5,040 orders of all seven takes a tenth of a second: one of 63 is run, other ones each time. */
const EVERY = 63;

let wave = 5_000;

/** A person of a wave of their own, who holds a seat and was sent the code. */
interface Case extends Seat {
  wave: number;
  code: string;
}

const prepare = async (): Promise<Case> => {
  wave += 1;
  const own = wave;
  const [participant = ''] = await shop.recipients(1, { wave: own });
  const held = seat(participant, { price: BigInt(PRICE) });
  expect(await requestCode(held.token, asSelf(participant))).toBe('DONE');
  return { ...held, wave: own, code: await codeOf(held.enrollment) };
};

const EXPIRE = `update training_balance set expires_on = current_date - 2 where participant_id = $1`;

const steps = {
  authorized: ({ token, participant, code, enrollment }: Case) =>
    authorize(token, asSelf(participant), { code, invoice: enrollment }),
  voidRequested: ({ enrollment }: Case) => shop.askVoid(enrollment, asPlatform),
  released: (own: Case) => shop.released(own, 'VOIDED'),
  redeemed: (own: Case) => shop.redeemed(own),
  classCancelled: (own: Case) => shop.cancelled(own),
  revoked: ({ participant, wave: number }: Case) => shop.revoke([participant], number),
  expired: async ({ participant }: Case) => {
    await query(EXPIRE, [participant]);
    await services.expiries.run();
  },
};

type Step = keyof typeof steps;
const names = Object.keys(steps) as Step[];

interface End {
  status: string | undefined;
  spent: number;
  held: number;
  returned: number;
}

/** What an order must end in, by the rules alone. */
const endOf = (order: readonly Step[]): End => {
  let status: string | undefined;
  let held = 0;
  let spent = 0;
  let returned = 0;
  let isLate = false;
  const giveBack = () => {
    if (status === 'HELD' || status === 'CAPTURED') {
      if (isLate) returned += PRICE;
      status = status === 'HELD' ? 'VOIDED' : 'REFUNDED';
      [held, spent] = [0, 0];
    } else status ??= 'ENDED';
  };
  const rules: Record<Step, () => void> = {
    authorized: () => {
      if (status === undefined && !isLate) [status, held] = ['HELD', PRICE];
    },
    voidRequested: () => undefined,
    released: giveBack,
    classCancelled: giveBack,
    redeemed: () => {
      if (status === 'HELD') [status, held, spent] = ['CAPTURED', 0, PRICE];
      status ??= 'ENDED';
    },
    revoked: () => {
      returned = GRANTED - held - spent;
      isLate = true;
    },
    expired: () => rules.revoked(),
  };
  for (const step of order) rules[step]();
  return { status, held, spent, returned };
};

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

const subsets = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_item, index) => bits & (2 ** index)));

/** Runs each order on a person of its own, some at the same time, and then again backwards. */
const takeAll = async (orders: readonly (readonly Step[])[]) => {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < orders.length; index = next++) {
      const order = orders[index] as Step[];
      const own = await prepare();
      for (const step of order) await steps[step](own);
      const end = await read(own);
      expect({ order, ...end }).toEqual({ order, ...endOf(order) });
      // What is repeated changes nothing.
      for (const step of order.toReversed()) await steps[step](own);
      expect({ order, ...(await read(own)) }).toEqual({ order, ...end });
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
};

const read = async ({ participant, enrollment }: Case): Promise<End> => {
  const { spent, held, returned } = (await shop.balance(participant)) as End;
  return { status: await shop.statusOf(enrollment), spent, held, returned };
};

/** The last days were moved: what was held before is after them. */
const brokenInvariants = async () =>
  (await shop.brokenInvariants()).filter((name) => name !== 'nothing was held after the last day');

test('every order of up to three of what can happen to a purchase has the end that the rules say', {
  timeout: BUSY_MS,
}, async () => {
  const some = subsets(names).filter((each) => each.includes('authorized') && each.length <= 3);
  await takeAll(some.flatMap(permutations));
  expect(await brokenInvariants()).toEqual([]);
});

test('orders of all seven end with the whole balance returned, whatever came first', { timeout: BUSY_MS }, async () => {
  const first = randomInt(EVERY);
  const orders = permutations(names).filter((_, index) => index % EVERY === first);
  for (const order of orders) expect(endOf(order)).toMatchObject({ held: 0, spent: 0, returned: GRANTED });
  await takeAll(orders);
  expect(await brokenInvariants()).toEqual([]);
});

test('everything at once, for each of 40 people, ends with the whole balance returned', {
  timeout: BUSY_MS,
}, async () => {
  const cases = await Promise.all(Array.from({ length: 40 }, prepare));
  await Promise.all(cases.flatMap((own) => names.map((name) => steps[name](own))));
  for (const own of cases) {
    const { status, ...money } = await read(own);
    expect(money).toEqual({ held: 0, spent: 0, returned: GRANTED });
    expect(status).toMatch(/^(ENDED|VOIDED|REFUNDED)$/);
    const voided = (await shop.toldOf(own.enrollment)).filter((type) => type === 'payments.purchase.voided');
    expect(voided).toHaveLength(status === 'ENDED' ? 0 : 1);
  }
  expect(await brokenInvariants()).toEqual([]);
});
