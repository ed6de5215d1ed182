import { expect, test } from 'vitest';
import { asOfficer, asPlatform, asSelf, openPurchases, platformCaller } from '../../../tests/testkit/purchases.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';

const shop = await openPurchases();
const { recipients, seat, buy, balance, codeOf, requestCode, authorize, entries, clock } = shop;
const minute = 60_000;

/** Expects a call to be refused with this code and to post nothing. */
const expectRefused = async (code: string, call: () => Promise<string>) => {
  const before = await entries();
  expect(await call()).toBe(code);
  expect(await entries()).toBe(before);
};

const withSeat = async (price = 600_000n) => {
  const [siti = ''] = await recipients(1);
  const own = seat(siti, { price });
  const code = async () => {
    expect(await requestCode(own.token, asSelf(siti))).toBe('DONE');
    return codeOf(own.enrollment);
  };
  return { siti, own, code };
};

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('a person pays a seat with the code: the price is held, the event is told, and a repeated call pays nothing more', async () => {
  const { siti, own, code } = await withSeat();
  const sent = await code();
  expect(await authorize(own.token, asSelf(siti), { code: sent, invoice: 'INV-1' })).toBe('HELD');
  expect(await authorize(own.token, asSelf(siti), { code: sent, invoice: 'INV-1' })).toBe('HELD');
  expect(await balance(siti)).toEqual({ spent: 0, held: 600_000, returned: 0, available: 400_000 });
  expect(await shop.toldOf(own.enrollment)).toEqual(['payments.purchase.authorized']);
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('the platform pays with the code of the person; another platform and another person do not', async () => {
  const { own, code } = await withSeat();
  const [budi = ''] = await recipients(1);
  const sent = await code();
  for (const caller of [asSelf(budi), platformCaller(uuidv7())])
    await expectRefused('TOKEN_OF_ANOTHER', () => authorize(own.token, caller, { code: sent }));
  await expectRefused('FORBIDDEN', () => authorize(own.token, callerOf('officer', 'ledger:read'), { code: sent }));
  await expectRefused('TOKEN_OF_ANOTHER', () => requestCode(own.token, asSelf(budi)));
  await expectRefused('FORBIDDEN', () => requestCode(own.token, asPlatform));
  expect(await authorize(own.token, asPlatform, { code: sent })).toBe('HELD');
});

test('a code is good once', async () => {
  const { siti, own, code } = await withSeat();
  const sent = await code();
  expect(await authorize(own.token, asSelf(siti), { code: sent, invoice: 'ONCE-1' })).toBe('HELD');
  await expectRefused('CODE_USED', () => authorize(own.token, asSelf(siti), { code: sent, invoice: 'ONCE-2' }));
  await expectRefused('ALREADY_PAID', () => requestCode(own.token, asSelf(siti)));
});

test('a code is of one seat, until a newer one is sent, and for five minutes', async () => {
  const { siti, own, code } = await withSeat();
  await expectRefused('CODE_NOT_REQUESTED', () => authorize(own.token, asSelf(siti), { code: '123456' }));
  const first = await code();
  const other = seat(siti);
  await expectRefused('CODE_NOT_REQUESTED', () => authorize(other.token, asSelf(siti), { code: first }));
  const second = await code();
  if (first !== second) await expectRefused('CODE_WRONG', () => authorize(own.token, asSelf(siti), { code: first }));
  clock.advance(5 * minute + 1_000);
  await expectRefused('CODE_EXPIRED', () => authorize(own.token, asSelf(siti), { code: second }));
  expect(await authorize(own.token, asSelf(siti), { code: await code() })).toBe('HELD');
});

test('120 wrong codes at once are five tries, and then the right one is refused too', async () => {
  const { siti, own, code } = await withSeat();
  const sent = await code();
  const guesses = Array.from({ length: 120 }, () => authorize(own.token, asPlatform, { code: wrong(sent) }));
  const counted = Map.groupBy(await Promise.all(guesses), (answer) => answer);
  expect(counted.get('CODE_WRONG')).toHaveLength(4);
  expect(counted.get('CODE_TRIES_SPENT')).toHaveLength(116);
  await expectRefused('CODE_TRIES_SPENT', () => authorize(own.token, asSelf(siti), { code: sent }));
  expect(await authorize(own.token, asSelf(siti), { code: await code() })).toBe('HELD');
});

test('ten codes are sent a day', async () => {
  const { siti, own } = await withSeat();
  const answers: string[] = [];
  for (let index = 0; index < 11; index += 1) answers.push(await requestCode(own.token, asSelf(siti)));
  expect(answers).toEqual([...Array(10).fill('DONE'), 'TOO_MANY_CODES']);
});

test('the code is stored and told as something else only', async () => {
  const { own, code } = await withSeat();
  const sent = await code();
  const rows = await shop.query<{ row: string }>(
    `select purchase_code::text as row from purchase_code where enrollment_id = $1
      union all select event_outbox::text from event_outbox where data ->> 'enrollment' = $1::text`,
    [own.enrollment],
  );
  expect(rows).toHaveLength(2);
  // Digits of times and ids may be the same by chance: a word of its own is the code.
  for (const { row } of rows) expect(row).not.toMatch(new RegExp(`\\b${sent}\\b`));
});

test('a price above the balance, an expired balance, a frozen and an unknown one pay nothing, and the code stays good', async () => {
  const { siti, own, code } = await withSeat(1_000_001n);
  const sent = await code();
  await expectRefused('BALANCE_INSUFFICIENT', () => authorize(own.token, asSelf(siti), { code: sent }));
  await expectRefused('BALANCE_INSUFFICIENT', () => authorize(own.token, asSelf(siti), { code: sent }));
  const stranger = uuidv7();
  await expectRefused('BALANCE_UNKNOWN', () => buy(seat(stranger)));
  const frozen = await withSeat();
  const list = { list: 'STATE_OFFICIALS', version: 1, at: clock.now().toISOString(), participants: [frozen.siti] };
  await shop.deliver('pmo.participants.barred', list);
  await expectRefused('BALANCE_FROZEN', () => buy(frozen.own));
});

test('an invoice number of a platform is good for one purchase', async () => {
  const one = await withSeat();
  const other = await withSeat();
  expect(await buy(one.own, asPlatform, 'INV-77')).toBe('HELD');
  await expectRefused('INVOICE_USED', () => buy(other.own, asPlatform, 'INV-77'));
  expect(await balance(other.siti)).toMatchObject({ held: 0 });
  const elsewhere = seat(other.siti, { platform: uuidv7() });
  expect(await buy(elsewhere, asSelf(other.siti), 'INV-77')).toBe('HELD');
  const third = await withSeat();
  for (const invoice of ['', ' ', 'x'.repeat(65)])
    await expectRefused('INVOICE_LENGTH', () => buy(third.own, asPlatform, invoice));
});

test('the same authorisation twenty times at once is one purchase', async () => {
  const { siti, own, code } = await withSeat(300_000n);
  const sent = await code();
  const calls = Array.from({ length: 20 }, () => authorize(own.token, asSelf(siti), { code: sent, invoice: 'SAME-1' }));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['HELD']));
  expect(await balance(siti)).toMatchObject({ held: 300_000 });
  expect(await shop.toldOf(own.enrollment)).toEqual(['payments.purchase.authorized']);
});

test('a capture pays the institution, and the platform at most 15 %', async () => {
  const { siti, own } = await withSeat(999_999n);
  await buy(own);
  await shop.redeemed(own);
  await shop.redeemed(own);
  expect(await balance(siti)).toEqual({ spent: 999_999, held: 0, returned: 0, available: 1 });
  const postings = await shop.query(
    `select account_code as account, sum(amount)::int as amount from posting where participant_id = $1
      and account_code in ('INSTITUTION_PAYABLE', 'COMMISSION') group by 1 order by 1`,
    [siti],
  );
  expect(postings).toEqual([
    { account: 'COMMISSION', amount: 149_999 },
    { account: 'INSTITUTION_PAYABLE', amount: 850_000 },
  ]);
  await expect(
    shop.query('update purchase set commission = 150000 where id = $1', [own.enrollment]),
  ).rejects.toMatchObject({ constraint: 'purchase_commission_ck' });
});

test('a void is asked for by the platform that sold or an officer, and training decides it', async () => {
  const { siti, own } = await withSeat();
  expect(await buy(own)).toBe('HELD');
  await expectRefused('FORBIDDEN', () => shop.askVoid(own.enrollment, asSelf(siti)));
  await expectRefused('PURCHASE_UNKNOWN', () => shop.askVoid(own.enrollment, platformCaller(uuidv7())));
  await expectRefused('PURCHASE_UNKNOWN', () => shop.askVoid('no-such-id', asPlatform));
  await expectRefused('REASON_MALFORMED', () => shop.askVoid(own.enrollment, asPlatform, '-'));
  expect(await shop.askVoid(own.enrollment, asPlatform)).toBe('HELD');
  expect(await shop.askVoid(own.enrollment, asOfficer)).toBe('HELD');
  await shop.released(own, 'VOIDED');
  expect(await balance(siti)).toMatchObject({ held: 0, available: 1_000_000 });
  expect(await shop.toldOf(own.enrollment)).toEqual([
    'payments.purchase.authorized',
    'payments.void.requested',
    'payments.void.requested',
    'payments.purchase.voided',
  ]);
  await expectRefused('PURCHASE_NOT_VOIDABLE', () => shop.askVoid(own.enrollment, asPlatform));
});

test('a person sees their purchases, page by page, and officers of the ledger those of anybody', async () => {
  const [siti = '', budi = ''] = await recipients(2);
  // Ids of one millisecond have no order.
  const seats = [100_000n, 200_000n, 300_000n].map((price, index) =>
    seat(siti, { price, enrollment: uuidv7(clock.now().getTime() + index) }),
  );
  for (const own of seats) expect(await buy(own)).toBe('HELD');
  const ended = seat(siti);
  await shop.released(ended);
  const page = `query ($people: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $people) {
    ... on Participant { purchases(first: $first, after: $after) {
      nodes { id amount commission status wave { number } participant { id } }
      pageInfo { hasNextPage endCursor } } } } }`;
  const people = [{ __typename: 'Participant', id: siti }];
  const first = await shop.ask<{ _entities: { purchases: { nodes: object[]; pageInfo: { endCursor: string } } }[] }>(
    asSelf(siti),
    page,
    { people, first: 2 },
  );
  const [{ purchases } = { purchases: { nodes: [], pageInfo: { endCursor: '' } } }] = first.data._entities;
  expect(purchases.nodes).toMatchObject([
    { amount: 300_000, status: 'HELD' },
    { amount: 200_000, wave: { number: 1001 } },
  ]);
  const next = await shop.ask<unknown>(asOfficer, page, { people, first: 2, after: purchases.pageInfo.endCursor });
  expect(next.data).toMatchObject({
    _entities: [{ purchases: { nodes: [{ amount: 100_000 }], pageInfo: { hasNextPage: false } } }],
  });
  const one = `query ($id: ID!) { purchase(id: $id) { id amount } }`;
  const id = seats[0]?.enrollment;
  const found = { purchase: { id, amount: 100_000 } };
  expect((await shop.ask(asSelf(siti), one, { id })).data).toEqual(found);
  expect((await shop.ask(asOfficer, one, { id })).data).toEqual(found);
  expect((await shop.ask(asSelf(budi), one, { id })).data).toEqual({ purchase: null });
  expect((await shop.ask(asSelf(siti), one, { id: ended.enrollment })).data).toEqual({ purchase: null });
  expect((await shop.ask(asPlatform, one, { id })).codes).toEqual(['FORBIDDEN']);
  expect((await shop.ask(asSelf(budi), page, { people, first: 2 })).codes).toEqual(['FORBIDDEN']);
});
