import { expect, test } from 'vitest';
import { eventually } from '../../../tests/testkit/events.ts';
import { asPlatform, asSelf, openPurchases, PLATFORM, type Seat } from '../../../tests/testkit/purchases.ts';
import { uuidv7 } from '../../kit/ids.ts';

const shop = await openPurchases();
const { query, balance, seat, authorize, requestCode, codeOf, recipients, entries } = shop;

interface Buyer extends Seat {
  code: string;
}

/** Somebody with a seat who was sent the code. */
const prepare = async (participant: string, price = 600_000n): Promise<Buyer> => {
  const own = seat(participant, { price });
  expect(await requestCode(own.token, asSelf(participant))).toBe('DONE');
  return { ...own, code: await codeOf(own.enrollment) };
};

const buyers = async (count: number, wave?: number) => {
  const people = await recipients(count, wave === undefined ? {} : { wave });
  return Promise.all(people.map((participant) => prepare(participant)));
};

const pay = ({ token, code }: Buyer, changes: { code?: string; invoice?: string } = {}) =>
  authorize(token, asPlatform, { code, ...changes });

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const heldBy = async (of: readonly Seat[]) =>
  (
    await query<{ held: number }>(
      'select sum(held)::int as held from training_balance where participant_id = any($1::uuid[])',
      [of.map(({ participant }) => participant)],
    )
  )[0]?.held;

test('each call of a gathering has an answer, an audit entry and an event of its own', async () => {
  const [first, second, guessing, poor, frozen] = (await buyers(5)) as [Buyer, Buyer, Buyer, Buyer, Buyer];
  const dear = await prepare(poor.participant, 1_000_001n);
  const stranger = await prepare(uuidv7());
  const list = { list: 'STATE_OFFICIALS', version: 1, at: shop.clock.now().toISOString() };
  await shop.deliver('pmo.participants.barred', { ...list, participants: [frozen.participant] });
  const calls = [
    pay(first),
    pay(guessing, { code: wrong(guessing.code) }),
    pay(dear),
    pay(stranger),
    pay(frozen),
    pay(second),
  ];
  expect(await Promise.all(calls)).toEqual([
    'HELD',
    'CODE_WRONG',
    'BALANCE_INSUFFICIENT',
    'BALANCE_UNKNOWN',
    'BALANCE_FROZEN',
    'HELD',
  ]);
  expect(await heldBy([first, second, guessing, poor, frozen])).toBe(1_200_000);
  const all = [first, guessing, dear, stranger, frozen, second].map(({ enrollment }) => `Purchase:${enrollment}`);
  const audited = await query<{ code: string | null }>(
    `select entry.code from unnest($1::text[]) with ordinality as asked (object, n)
      join audit_pending entry on asked.object = any(entry.objects) and mutation = 'authorizePurchase' order by n`,
    [all],
  );
  expect(audited.map(({ code }) => code)).toEqual([
    null,
    'CODE_WRONG',
    'BALANCE_INSUFFICIENT',
    'BALANCE_UNKNOWN',
    'BALANCE_FROZEN',
    null,
  ]);
  expect(await shop.toldOf(second.enrollment)).toEqual(['payments.purchase.authorized']);
  // Only the wrong code has cost a try.
  expect(await pay(guessing)).toBe('HELD');
  expect(await query('select tries from purchase_code where enrollment_id = $1', [dear.enrollment])).toEqual([
    { tries: 0 },
  ]);
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('one person twice in one gathering pays once; the code is used once, whatever the invoices', async () => {
  const [own] = (await buyers(1)) as [Buyer];
  const other = seat(own.participant);
  const answers = await Promise.all([
    pay(own, { invoice: 'TWICE-1' }),
    pay(own, { invoice: 'TWICE-2' }),
    pay(own, { invoice: 'TWICE-1' }),
    pay({ ...other, code: own.code }),
  ]);
  expect(answers).toEqual(['HELD', 'CODE_USED', 'HELD', 'CODE_NOT_REQUESTED']);
  expect(await balance(own.participant)).toMatchObject({ held: 600_000, available: 400_000 });
  expect(await shop.toldOf(own.enrollment)).toEqual(['payments.purchase.authorized']);
});

test('one invoice twice in one gathering is good for the first; the code of the other stays good', async () => {
  const [one, other, neighbour] = (await buyers(3)) as [Buyer, Buyer, Buyer];
  const calls = [pay(one, { invoice: 'SHARED' }), pay(other, { invoice: 'SHARED' }), pay(neighbour)];
  expect(await Promise.all(calls)).toEqual(['HELD', 'INVOICE_USED', 'HELD']);
  expect(await balance(other.participant)).toMatchObject({ held: 0 });
  expect(await pay(other, { invoice: 'OF ITS OWN' })).toBe('HELD');
});

const CLAIM = `insert into purchase (id, participant_id, status, wave_number, amount, invoice, course_id, platform_id,
    institution_id, authorized_at) values ($1, $2, 'HELD', 1001, 1, 'ELSEWHERE', $1, $3, $1, now())`;

test('an invoice that another process uses meanwhile is refused, and its neighbours pay', async () => {
  const [own, neighbour] = (await buyers(2)) as [Buyer, Buyer];
  const other = await shop.database.pool.connect();
  await other.query('begin');
  await other.query(CLAIM, [uuidv7(), uuidv7(), PLATFORM]);
  const calls = Promise.all([pay(own, { invoice: 'ELSEWHERE' }), pay(neighbour)]);
  await eventually(async () => {
    const [row] = await query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return (row?.count ?? 0) > 0;
  });
  await other.query('commit');
  other.release();
  expect(await calls).toEqual(['INVOICE_USED', 'HELD']);
  expect(await balance(own.participant)).toMatchObject({ held: 0 });
  expect(await pay(own)).toBe('HELD');
});

test('a call that the database refuses fails alone', async () => {
  const [poisoned, ...neighbours] = (await buyers(6)) as [Buyer, ...Buyer[]];
  await query(`create function refuse_planted() returns trigger language plpgsql as
    $$ begin raise exception 'planted'; end $$`);
  await query(`create trigger planted before insert on purchase for each row when (new.id = '${poisoned.enrollment}')
    execute function refuse_planted()`);
  const before = await entries();
  const [failed, ...answers] = await Promise.allSettled([poisoned, ...neighbours].map((each) => pay(each)));
  expect(failed).toMatchObject({ status: 'rejected' });
  expect(answers).toEqual(neighbours.map(() => ({ status: 'fulfilled', value: 'HELD' })));
  expect(await entries()).toBe(before + neighbours.length);
  await query('drop trigger planted on purchase');
  expect(await pay(poisoned)).toBe('HELD');
  expect(await shop.brokenInvariants()).toEqual([]);
});

const DECIDED = `select decision ->> 'participant' as participant, decision ->> 'outcome' as outcome
  from event_outbox cross join jsonb_array_elements(data -> 'decisions') as decision
  where type = 'payments.revocation.decided' and data ->> 'proposal' = $1`;

test('a proposal to revoke beside a gathering: each person has paid or lost the award, and is answered so', async () => {
  for (let wave = 3_001; wave <= 3_004; wave += 1) {
    const all = await buyers(8, wave);
    const proposal = uuidv7();
    const at = shop.clock.now().toISOString();
    const participants = all.map(({ participant }) => participant);
    const propose = () =>
      shop.deliver('pmo.revocation.proposed', {
        proposal,
        wave,
        at,
        deadline: at,
        participants: participants.toReversed(),
      });
    const calls = all.map((each, index) => (index === wave % 8 ? propose().then(() => pay(each)) : pay(each)));
    const answers = await Promise.all(calls);
    const decided = new Map(
      (await query<{ participant: string; outcome: string }>(DECIDED, [proposal])).map((row) => [
        row.participant,
        row.outcome,
      ]),
    );
    for (const [index, answer] of answers.entries()) {
      const { participant } = all[index] as Buyer;
      expect(answer).toMatch(/^(HELD|BALANCE_INSUFFICIENT)$/);
      expect(decided.get(participant)).toBe(answer === 'HELD' ? 'HELD' : 'RETURNED');
      const left = answer === 'HELD' ? { held: 600_000, returned: 0 } : { held: 0, returned: 1_000_000 };
      expect(await balance(participant)).toMatchObject(left);
    }
  }
});
