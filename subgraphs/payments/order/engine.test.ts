import { expect, test } from 'vitest';
import { payoutAdapter } from '../../../scripts/bench/disbursement/adapter.ts';
import { decidePeople } from '../../../scripts/bench/disbursement/fixture.ts';
import { askPayments, callerWith, vault } from '../../../tests/testkit/payments.ts';
import { engineOver } from '../../../tests/testkit/payout-engine.ts';
import { approveAll, checker, makeDue, maker, startWallet } from '../../../tests/testkit/payouts.ts';
import { openPayouts } from '../../../tests/testkit/payouts-database.ts';
import { createOutbox } from '../../kit/events/outbox.ts';
import type { Outcome, PartnerAdapter } from '../partner/index.ts';
import { HearService, returnPayouts } from './index.ts';

const paid: Outcome = { state: 'PAID', partnerReference: 'their-1' };

/** A partner in this process, which says what a test wants and remembers what it was asked. */
const partnerOf = (say: (reference: string) => Outcome = () => paid) => {
  const payments: string[] = [];
  const accounts: string[] = [];
  const partner: PartnerAdapter = {
    code: 'dana',
    refusesDuplicates: true,
    resendWaitMs: 10_000,
    pay: async ({ reference, account }) => {
      payments.push(reference);
      accounts.push(account);
      return say(reference);
    },
    inquire: async ({ reference }) => say(reference),
    inquireAccount: async () => ({ isActive: true, name: 'Siti', nikProof: null }),
  };
  return { partner, payments, accounts };
};

const open = async (say?: (reference: string) => Outcome) => {
  const payouts = await openPayouts();
  const { database } = payouts;
  const { partner, ...asked } = partnerOf(say);
  let movedMs = 0;
  const now = () => new Date(Date.now() + movedMs);
  const needs = { database, vault, partners: [partner], now };
  const ask = async (caller: typeof maker, source: string) => {
    const { data, codes } = await askPayments(database, caller)(source, {});
    return codes.length > 0 ? codes : (Object.values(JSON.parse(JSON.stringify(data)))[0] as object);
  };
  return {
    ...payouts,
    ...asked,
    needs,
    ask,
    engine: engineOver(needs),
    move: (ms: number) => {
      movedMs += ms;
    },
  };
};

const DAY_MS = 86_400_000;

test('a batch is paid by a wallet of its own, each payout once, with its postings and its event', async () => {
  const { database, counts, broken, query } = await openPayouts();
  const wallet = await startWallet();
  await makeDue(database, 300);
  await makeDue(database, 50, { wave: 1002 });
  const batch = await approveAll(database);
  const engine = engineOver({ database, vault, partners: [payoutAdapter({ url: wallet.url })] });
  await engine.drain();
  await engine.keepHouse();
  expect(await counts()).toEqual({ SETTLED: 350 });
  expect([...wallet.paid().values()]).toEqual(Array.from({ length: 350 }, () => 1));
  const posted = `select wave_number as wave, account_code as account, sum(amount)::int from journal_entry
    join posting on entry_id = id where kind = 'PAY' group by 1, 2 order by 1, 2`;
  expect(await query(posted)).toEqual([
    { wave: 1001, account: 'INCENTIVE_PAYABLE', sum: -180_000_000 },
    { wave: 1001, account: 'WALLET_CLEARING', sum: 180_000_000 },
    { wave: 1002, account: 'INCENTIVE_PAYABLE', sum: -30_000_000 },
    { wave: 1002, account: 'WALLET_CLEARING', sum: 30_000_000 },
  ]);
  const told = `select sum(jsonb_array_length(data -> 'disbursements'))::int as count from event_outbox
    where type = 'payments.disbursement.settled'`;
  expect(await query(told)).toEqual([{ count: 350 }]);
  const states = await query('select status from disbursement_batch where id = $1', [batch]);
  expect(states).toEqual([{ status: 'DONE' }]);
  expect(await broken()).toEqual([]);
});

test('the order and its reference are committed before the first byte', async () => {
  const seen: unknown[] = [];
  const { database, needs, query } = await open();
  await makeDue(database, 1);
  await approveAll(database);
  const { partner } = partnerOf();
  const pay: PartnerAdapter['pay'] = async ({ reference }) => {
    const text = `select made.state, payout.status from disbursement_order made
      join disbursement payout on payout.id = disbursement_id where reference = $1 and partner_reference is null`;
    seen.push(...(await query(text.replace('partner_reference', 'made.partner_reference'), [reference])));
    return paid;
  };
  await engineOver({ ...needs, partners: [{ ...partner, pay }] }).drain();
  expect(seen).toEqual([{ state: 'OPEN', status: 'SENT' }]);
});

test('an account that was swapped after the approval is not paid, nor is an amount that was edited', async () => {
  const { database, engine, query, counts, payments } = await open();
  const [siti, budi] = await makeDue(database, 3);
  const batch = await approveAll(database);
  await query('update wallet set number_index = $2 where participant_id = $1', [siti, Buffer.alloc(16, 1)]);
  await query('update disbursement set amount = 900000 where participant_id = $1', [budi]);
  await engine.drain();
  await engine.keepHouse();
  expect(await counts()).toEqual({ SETTLED: 1, REJECTED: 2 });
  expect(payments.length).toBe(1);
  const withheld = 'select because from disbursement_withheld where batch_id = $1 order by 1';
  expect(await query(withheld, [batch])).toEqual([{ because: 'DESTINATION_CHANGED' }, { because: 'ITEM_ALTERED' }]);
});

test('whoever is frozen, ineligible or stale at the moment of sending leaves the batch; approved is sent and withheld', async () => {
  const { database, engine, query, counts, broken, payments } = await open();
  const people = await makeDue(database, 5);
  const [siti = '', budi = '', dewi = ''] = people;
  await approveAll(database);
  await query(`insert into participant_freeze values ($1, true, 'STUDENTS', now(), 1)`, [siti]);
  // It holds now, and not until the end of the lease.
  await decidePeople(database, [budi], { forMs: 20_000 });
  await decidePeople(database, [dewi], { isEligible: false });
  await engine.drain();
  await engine.keepHouse();
  expect(await counts()).toEqual({ SETTLED: 2, REJECTED: 3 });
  expect(payments.length).toBe(2);
  expect(await query('select status from disbursement_batch')).toEqual([{ status: 'DONE' }]);
  const withheld =
    'select because, rejected_because from disbursement_withheld join disbursement on id = disbursement_id';
  expect(await query(`${withheld} order by 1`)).toEqual([
    { because: 'DECISION_STALE', rejected_because: 'DECISION_STALE' },
    { because: 'FROZEN', rejected_because: 'FROZEN' },
    { because: 'INELIGIBLE', rejected_because: 'INELIGIBLE' },
  ]);
  expect(await query('select participant_id from eligibility_question')).toEqual([{ participant_id: budi }]);
  expect(await broken()).toEqual([]);
  await query('delete from participant_freeze');
  await decidePeople(database, people);
  await approveAll(database);
  await engine.drain();
  expect(await counts()).toEqual({ SETTLED: 5 });
  const decided = `select count(*)::int from disbursement_order made join eligibility_decision decision using (participant_id)
    where decision_request is not null and decided_until > last_sent_at`;
  expect(await query(decided)).toEqual([{ count: 5 }]);
  expect(await broken()).toEqual([]);
});

test('what came back with its money is due again after another account is verified, under a new reference', async () => {
  const { database, engine, query, counts, broken, payments } = await open();
  await makeDue(database, 3);
  await approveAll(database);
  await engine.drain();
  const hears = new HearService({
    outbox: createOutbox({ source: 'payments', subscriptions: [] }),
    now: () => new Date(),
    random: () => 0,
  });
  const take = (references: string[]) =>
    database.orm.em.fork().transactional((em) => returnPayouts(em, hears, references));
  expect(await take(payments.slice(0, 2))).toBe(2);
  expect(await take(payments.slice(0, 2))).toBe(0);
  expect(await counts()).toEqual({ RETURNED: 2, SETTLED: 1 });
  expect(await broken()).toEqual([]);
  await query(`update wallet set verified_at = now() + interval '1 minute'`);
  await approveAll(database);
  await engine.drain();
  expect(await counts()).toEqual({ SETTLED: 3 });
  expect(new Set(payments).size).toBe(5);
  const kinds = `select kind, sum(amount)::int from journal_entry join posting on entry_id = id
    where account_code = 'WALLET_CLEARING' group by 1 order by 1`;
  expect(await query(kinds)).toEqual([
    { kind: 'BOUNCE', sum: -1_200_000 },
    { kind: 'PAY', sum: 3_000_000 },
  ]);
  expect(await broken()).toEqual([]);
});

test('a day without a clear answer makes suspects; two people decide, and what nobody decides stays one', async () => {
  let said: Outcome = { state: 'UNKNOWN', code: 'TIMED_OUT' };
  const { database, engine, move, ask, counts, query, broken } = await open(() => said);
  await makeDue(database, 3);
  await approveAll(database);
  await engine.drain();
  move(DAY_MS + 60_000);
  await engine.drain();
  expect(await counts()).toEqual({ SUSPECT: 3 });
  const [first, second, third] = (await query<{ id: string }>('select id from disbursement order by id')).map(
    ({ id }) => id,
  );
  const resolve = (caller: typeof maker, id: string | undefined, verdict: string) => {
    const [outcome = '', evidence = 'settlement file'] = verdict.split(': ');
    return ask(
      caller,
      `mutation { resolveSuspect(disbursement: "${id}", outcome: ${outcome}, evidence: "${evidence}") {
        disbursement { status } refusal { code } } }`,
    );
  };
  const status = (name: string) => ({ disbursement: { status: name }, refusal: null });
  const refused = (code: string) => ({ disbursement: null, refusal: { code } });
  expect(await resolve(callerWith('x', 'ledger:read'), first, 'PAID')).toEqual(refused('FORBIDDEN'));
  expect(await resolve(maker, first, 'PAID: x')).toEqual(refused('EVIDENCE_MALFORMED'));
  expect(await resolve(maker, 'nothing', 'PAID')).toEqual(refused('DISBURSEMENT_UNKNOWN'));
  expect(await resolve(maker, first, 'PAID')).toEqual(status('SUSPECT'));
  expect(await resolve(maker, first, 'PAID')).toEqual(refused('SUSPECT_SELF_CONFIRMATION'));
  expect(await resolve(checker, first, 'NOT_PAID')).toEqual(refused('SUSPECT_OUTCOME_DIFFERS'));
  expect(await resolve(checker, first, 'PAID')).toEqual(status('SETTLED'));
  expect(await resolve(checker, first, 'PAID')).toEqual(refused('DISBURSEMENT_NOT_SUSPECT'));
  await resolve(maker, second, 'NOT_PAID');
  expect(await resolve(checker, second, 'NOT_PAID')).toEqual(status('REJECTED'));
  await expect(query(`update suspect_verdict set confirmed_by = proposed_by`)).rejects.toThrow('confirmer_ck');
  said = paid;
  await approveAll(database);
  await engine.drain();
  const states = await query<{ id: string; status: string }>('select id, status from disbursement order by id');
  expect(states.map((row) => row.status)).toEqual(['SETTLED', 'SETTLED', 'SUSPECT']);
  expect(third).toBe(states[2]?.id);
  expect(await broken()).toEqual([]);
});

test('a suspect is looked up again and again, never sent: what the partner comes to say ends it without people', async () => {
  const said = new Map<string, Outcome>();
  const silent: Outcome = { state: 'UNKNOWN', code: 'TIMED_OUT' };
  const { database, engine, move, counts, payments, broken } = await open((reference) => said.get(reference) ?? silent);
  await makeDue(database, 3);
  await approveAll(database);
  await engine.drain();
  move(DAY_MS + 60_000);
  await engine.drain();
  expect(await counts()).toEqual({ SUSPECT: 3 });
  const [first = '', second = ''] = payments;
  said.set(first, paid);
  said.set(second, { state: 'FAILED', code: '06', isFinal: true });
  await engine.drain();
  expect(await counts()).toEqual({ SUSPECT: 3 });
  move(2 * 3_600_000);
  await engine.drain();
  expect(await counts()).toEqual({ SETTLED: 1, REJECTED: 1, SUSPECT: 1 });
  const notFound: Outcome = { state: 'UNKNOWN', code: '07', notFound: true };
  for (const reference of payments) said.set(reference, notFound);
  move(2 * DAY_MS);
  await engine.drain();
  expect(await counts()).toEqual({ SETTLED: 1, REJECTED: 1, SUSPECT: 1 });
  expect(payments.length).toBe(3);
  expect(await broken()).toEqual([]);
});

test('a paused partner gets nothing new, a daily limit and a rate hold, and what was ordered is followed up', async () => {
  const { database, engine, ask, counts, move, broken } = await open();
  await makeDue(database, 10);
  await approveAll(database);
  const lane = 'lane { isPaused perSecond dailyLimit } refusal { code }';
  const none = { perSecond: null, dailyLimit: null };
  const pause = (partner: string) => ask(maker, `mutation { pausePayouts(partner: "${partner}") { ${lane} } }`);
  expect(await pause('nobody')).toEqual({ lane: null, refusal: { code: 'PAYMENT_PARTNER_UNKNOWN' } });
  expect(await pause('dana')).toEqual({ lane: { isPaused: true, ...none }, refusal: null });
  await engine.drain();
  expect(await counts()).toEqual({ APPROVED: 10 });
  await ask(maker, `mutation { resumePayouts(partner: "dana") { ${lane} } }`);
  const limit = (text: string) => ask(maker, `mutation { limitPayouts(partner: "dana", ${text}) { ${lane} } }`);
  expect(await limit('perSecond: 0')).toEqual({ lane: null, refusal: { code: 'PARTNER_LIMITS_OUT_OF_RANGE' } });
  await limit('dailyLimit: 1900000');
  await engine.drain();
  expect(await counts()).toEqual({ APPROVED: 7, SETTLED: 3 });
  move(DAY_MS);
  await limit('dailyLimit: 1900000, perSecond: 2');
  await engine.drain();
  move(1_000);
  await engine.drain();
  const { APPROVED = 0 } = await counts();
  expect(APPROVED).toBeGreaterThanOrEqual(4);
  expect(APPROVED).toBeLessThan(7);
  expect(await ask(checker, '{ payoutLane(partner: "dana") { orderedThatDay changedBy } }')).toMatchObject({
    changedBy: 'maker',
  });
  expect(await broken()).toEqual([]);
});

test('the database refuses a second live order, a reference twice, an order that was not approved, and other moves', async () => {
  const { database, engine, query } = await open();
  await makeDue(database, 2);
  await approveAll(database);
  await engine.drain();
  const columns = `participant_id, wave_number, partner_code, amount, destination_hash, sealed_account, attempt, next_step,
    next_at, ordered_at`;
  const copy = (reference: string, batch: string) =>
    query(`insert into disbursement_order (id, disbursement_id, batch_id, reference, state, ${columns})
      select uuidv7(), disbursement_id, ${batch}, ${reference}, 'OPEN', ${columns} from disbursement_order limit 1`);
  await expect(copy(`'PKnew'`, 'batch_id')).rejects.toThrow('disbursement_order_live_uq');
  await expect(copy('reference', 'batch_id')).rejects.toThrow('_uq');
  await expect(query(`update disbursement_order set state = 'OPEN', ended_at = null`)).rejects.toThrow('cannot become');
  await expect(query('update disbursement_order set amount = 1')).rejects.toThrow('never changes');
  await query(`delete from disbursement_order`);
  await expect(
    query(`insert into disbursement_order (id, disbursement_id, batch_id, reference, state, ${columns})
    select uuidv7(), id, uuidv7(), 'PKnew', 'OPEN', participant_id, wave_number, partner_code, amount, destination_hash,
      '', 1, 'PAY', now(), now() from disbursement limit 1`),
  ).rejects.toThrow('foreign key');
});
