import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePeople } from '../../../scripts/bench/disbursement/fixture.ts';
import { vault } from '../../../tests/testkit/payments.ts';
import { engineOver } from '../../../tests/testkit/payout-engine.ts';
import { approveAll, makeDue } from '../../../tests/testkit/payouts.ts';
import { openPayouts } from '../../../tests/testkit/payouts-database.ts';
import type { Outcome, PartnerAdapter } from '../partner/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PEOPLE = 4;

type Kind = 'paid' | 'lost' | 'silent' | 'later';

/** A partner with a book of its own, in this process; what it does with a payment is said by `kind`. */
const bookedPartner = ({ kind, onPay }: { kind: () => Kind; onPay: (reference: string) => void }) => {
  const book = new Set<string>();
  const outcomes: Record<Kind, Outcome> = {
    paid: { state: 'PAID', partnerReference: null },
    lost: { state: 'UNKNOWN', code: 'TIMED_OUT' },
    silent: { state: 'UNKNOWN', code: 'TIMED_OUT' },
    later: { state: 'FAILED', code: '429', isFinal: false },
  };
  const partner: PartnerAdapter = {
    code: 'dana',
    refusesDuplicates: true,
    resendWaitMs: 10_000,
    pay: async ({ reference }) => {
      onPay(reference);
      const said = kind();
      if (said === 'paid' || said === 'silent') book.add(reference);
      return outcomes[said];
    },
    inquire: async ({ reference }) =>
      book.has(reference) ? outcomes.paid : { state: 'UNKNOWN', code: '07', notFound: true },
    inquireAccount: async () => ({ isActive: true, name: 'Siti', nikProof: null }),
  };
  return { partner, book };
};

const person = fc.nat({ max: PEOPLE - 1 });
const step = fc.oneof(
  fc.record({
    does: fc.constant('decide' as const),
    person,
    isEligible: fc.boolean(),
    forMs: fc.integer({ min: MINUTE_MS, max: 2 * HOUR_MS }),
  }),
  fc.record({ does: fc.constant('freeze' as const), person, isFrozen: fc.boolean() }),
  fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1_000, max: HOUR_MS }) }),
  fc.record({ does: fc.constant('batch' as const) }),
  fc.record({
    does: fc.constant('work' as const),
    kinds: fc.array(fc.constantFrom<Kind>('paid', 'lost', 'silent', 'later'), { minLength: 1, maxLength: 4 }),
  }),
);

interface KnownDecision {
  isEligible: boolean;
  untilMs: number;
  isFrozen: boolean;
}

const openWorld = async () => {
  const payouts = await openPayouts();
  const { database, query } = payouts;
  /** Runs a story of one wave; returns the references that were sent without a decision, and how many were sent. */
  const run = async (wave: number, steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) => {
    let nowMs = Date.now();
    let kinds: Kind[] = ['paid'];
    let calls = 0;
    const now = () => new Date(nowMs);
    const people = await makeDue(database, PEOPLE, { wave, isUndecided: true });
    const known = new Map<string, KnownDecision>(
      people.map((id) => [id, { isEligible: false, untilMs: 0, isFrozen: false }]),
    );
    const sent: { reference: string; allowed: ReadonlySet<string> }[] = [];
    const isAllowed = (id: string) => {
      const { isEligible, untilMs, isFrozen } = known.get(id) as KnownDecision;
      return isEligible && untilMs > nowMs && !isFrozen;
    };
    const { partner, book } = bookedPartner({
      kind: () => kinds[calls++ % kinds.length] as Kind,
      onPay: (reference) => sent.push({ reference, allowed: new Set(people.filter(isAllowed)) }),
    });
    const engine = engineOver({ database, vault, partners: [partner], now });
    const approve = () => approveAll(database, { now }).catch(() => undefined);
    const decide = async (id: string, isEligible: boolean, forMs: number) => {
      await decidePeople(database, [id], { isEligible, forMs, at: now() });
      Object.assign(known.get(id) as KnownDecision, { isEligible, untilMs: nowMs + forMs });
    };
    const freeze = async (id: string, isFrozen: boolean) => {
      const text = `insert into participant_freeze values ($1, $2, 'STUDENTS', now(), 1)
        on conflict (participant_id) do update set is_frozen = $2`;
      await query(text, [id, isFrozen]);
      Object.assign(known.get(id) as KnownDecision, { isFrozen });
    };
    const idOf = (index: number) => people[index] ?? '';
    for (const each of steps) {
      if (each.does === 'wait') nowMs += each.ms;
      if (each.does === 'batch') await approve();
      if (each.does === 'decide') await decide(idOf(each.person), each.isEligible, each.forMs);
      if (each.does === 'freeze') await freeze(idOf(each.person), each.isFrozen);
      if (each.does === 'work') {
        kinds = each.kinds;
        await engine.drain();
      }
    }
    // In the end everybody may be paid, and the partner is well.
    kinds = ['paid'];
    for (const id of people) await freeze(id, false);
    for (let time = 0; time < 4; time += 1) {
      nowMs += 15 * MINUTE_MS;
      for (const id of people) await decide(id, true, HOUR_MS);
      await approve();
      await engine.drain();
    }
    await engine.keepHouse();
    const orders = await query<{ reference: string; id: string }>(
      'select reference, participant_id as id from disbursement_order where wave_number = $1',
      [wave],
    );
    const owners = new Map(orders.map(({ reference, id }) => [reference, id]));
    return {
      undecided: sent.filter(({ reference, allowed }) => !allowed.has(owners.get(reference) ?? '')),
      sent: sent.length,
      booked: book.size,
    };
  };
  return { ...payouts, run };
};

test('whatever happens to decisions and freezes, nothing is sent without one that holds, and in the end all are paid once', async () => {
  const { run, counts, broken } = await openWorld();
  let wave = 2_000;
  let sent = 0;
  const story = fc.array(step, { minLength: 6, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      wave += 1;
      const told = await run(wave, steps);
      sent += told.sent;
      expect(told.undecided).toEqual([]);
      expect(told.booked).toBe(PEOPLE);
    }),
    { numRuns: 15 },
  );
  const { SETTLED, ...others } = await counts();
  expect([SETTLED, others]).toEqual([(wave - 2_000) * PEOPLE, {}]);
  expect(sent).toBeGreaterThanOrEqual(SETTLED ?? 0);
  expect(await broken()).toEqual([]);
}, 240_000);

test('what was lost is sent again only while a decision holds; until then it is looked up, and asked about', async () => {
  const { database, query, counts } = await openPayouts();
  let nowMs = Date.now();
  const now = () => new Date(nowMs);
  let said: Kind = 'lost';
  let payments = 0;
  const onPay = () => {
    payments += 1;
  };
  const { partner } = bookedPartner({ kind: () => said, onPay });
  const engine = engineOver({ database, vault, partners: [partner], now });
  const people = await makeDue(database, 2);
  await decidePeople(database, people, { forMs: HOUR_MS, at: now() });
  await approveAll(database);
  await engine.drain();
  expect(payments).toBe(2);
  said = 'paid';
  nowMs += 2 * HOUR_MS;
  for (let time = 0; time < 3; time += 1) {
    await engine.drain();
    nowMs += 15 * MINUTE_MS;
  }
  expect([payments, await counts()]).toEqual([2, { UNKNOWN: 2 }]);
  const asked = await query('select participant_id as id from eligibility_question order by 1');
  expect(asked).toEqual(people.toSorted().map((id) => ({ id })));
  await decidePeople(database, people, { at: now() });
  await engine.drain();
  expect([payments, await counts()]).toEqual([4, { SETTLED: 2 }]);
});

test('while two workers send, people are frozen and decided anew: no order begins after either was told', async () => {
  const { database, query, counts, broken } = await openPayouts();
  const people = await makeDue(database, 300);
  await approveAll(database);
  const { partner } = bookedPartner({ kind: () => 'paid', onPay: () => undefined });
  const settings = { claim: 16, concurrency: 8 };
  const engines = [1, 2].map(() => engineOver({ database, vault, partners: [partner], settings }));
  const told = new Map<string, number>();
  const bar = async (some: readonly string[]) => {
    for (const [index, id] of some.entries()) {
      if (index % 2 === 0) await decidePeople(database, [id], { isEligible: false });
      else await query(`insert into participant_freeze values ($1, true, 'STUDENTS', now(), 1)`, [id]);
      told.set(id, Date.now());
    }
  };
  const barred = people.toReversed().slice(0, 120);
  await Promise.all([...engines.map((engine) => engine.drain()), bar(barred)]);
  await engines[0]?.keepHouse();
  const orders = await query<{ id: string; at: Date }>(
    'select participant_id as id, ordered_at as at from disbursement_order',
  );
  const late = orders.filter(({ id, at }) => at.getTime() > (told.get(id) ?? Number.POSITIVE_INFINITY));
  expect(late).toEqual([]);
  const { SETTLED = 0, REJECTED = 0, ...others } = await counts();
  expect([SETTLED + REJECTED, others]).toEqual([300, {}]);
  expect(await broken()).toEqual([]);
});

test('what is sent again counts in the rate of the partner, and waits while it is paused', async () => {
  const { database, query, counts } = await openPayouts();
  let nowMs = Date.now();
  const now = () => new Date(nowMs);
  let said: Kind = 'lost';
  let payments = 0;
  const onPay = () => {
    payments += 1;
  };
  const { partner } = bookedPartner({ kind: () => said, onPay });
  const engine = engineOver({ database, vault, partners: [partner], now });
  await makeDue(database, 6);
  await approveAll(database);
  await engine.drain();
  said = 'paid';
  const lane = `insert into payout_lane (partner_code, is_paused, changed_by, changed_at, per_second, tokens_at, day)
    values ('dana', true, 'maker', $1, 2, $1, '2020-01-01')`;
  await query(lane, [now()]);
  nowMs += 15 * MINUTE_MS;
  await engine.drain();
  expect([payments, await counts()]).toEqual([6, { UNKNOWN: 6 }]);
  await query('update payout_lane set is_paused = false');
  for (const all of [8, 10, 12]) {
    await engine.drain();
    expect(payments).toBe(all);
    nowMs += 1_000;
  }
  expect(await counts()).toEqual({ SETTLED: 6 });
});
