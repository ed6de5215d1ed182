import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checker, maker, openSettlements } from '../../../tests/testkit/settlements.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { post } from '../ledger/index.ts';
import { invariants } from './settlement.invariants.ts';
import { SettlementService } from './settlement.service.ts';
import { partOf } from './share.policy.ts';

test('however sales are parted, their refunds are netted first and once, and the rest is paid', () => {
  const amounts = fc.array(fc.bigInt(1n, 1_000_000n), { minLength: 1, maxLength: 30 });
  const property = fc.property(amounts, fc.bigInt(0n, 40_000_000n), (parts, owed) => {
    const sales = parts.reduce((sum, amount) => sum + amount, 0n);
    let netted = owed;
    if (sales < netted) netted = sales;
    const total = { posted: 0n, netted: 0n, paid: 0n };
    for (const amount of parts) {
      const part = partOf({ posted: total.posted, netted, amount });
      expect(part.netted >= 0n && part.paid >= 0n && part.netted + part.paid === amount).toBe(true);
      total.posted += amount;
      total.netted += part.netted;
      total.paid += part.paid;
    }
    expect([total.netted, total.paid]).toEqual([netted, sales - netted]);
  });
  fc.assert(property, { numRuns: 500 });
});

const shop = await openSettlements();
const work = shop.workOf(2);
const service = new SettlementService({ work: { attend: () => work.tick() }, now: shop.clock.now });
const em = () => shop.database.orm.em.fork();

const BALANCE = `insert into training_balance (participant_id, wave_number, granted, spent, held, returned, expires_on)
  values ($1, 3001, 1000000, $2, 0, 0, '2999-12-15')`;
const PURCHASE = `insert into purchase (id, participant_id, status, wave_number, amount, commission, commission_basis_points,
    invoice, course_id, platform_id, institution_id, authorized_at, captured_at)
  values ($1, $2, 'CAPTURED', 3001, $3, $4, 1500, $1::uuid::text, $1, $5, $6, $7, $7)`;

/** A captured purchase, as the service would leave it. */
const sell = async (price: bigint, { platform, institution }: { platform: string; institution: string }) => {
  const enrollment = uuidv7();
  const participant = uuidv7();
  const commission = (price * 15n) / 100n;
  const at = shop.clock.now();
  await shop.query(BALANCE, [participant, price]);
  await shop.query(PURCHASE, [enrollment, participant, price, commission, platform, institution, at]);
  const postings = [
    { account: 'TRAINING_HELD' as const, participantId: participant, amount: -price },
    {
      account: 'INSTITUTION_PAYABLE' as const,
      participantId: participant,
      party: institution,
      amount: price - commission,
    },
    { account: 'COMMISSION' as const, participantId: participant, party: platform, amount: commission },
  ].filter(({ amount }) => amount !== 0n);
  const entry = { reference: `capture:${enrollment}`, waveNumber: 3_001, at, requestId: 'request-0001', postings };
  await em().transactional((tx) => post(tx, { kind: 'CAPTURE', ...entry }));
  return { enrollment, participant, token: '', share: price - commission };
};

type Step = { sell: number } | { refund: number } | 'settle' | 'reject';

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ sell: fc.integer({ min: 1, max: 1_000_000 }) }) },
    { weight: 3, arbitrary: fc.record({ refund: fc.nat(20) }) },
    { weight: 3, arbitrary: fc.constant('settle' as const) },
    { weight: 1, arbitrary: fc.constant('reject' as const) },
  ),
  { minLength: 4, maxLength: 14 },
);

test('whatever is sold, refunded and settled in whatever order, a party gets what it kept, and owes the rest', async () => {
  const run = async (plan: readonly Step[]) => {
    const parties = shop.newParties();
    const sold: (Awaited<ReturnType<typeof sell>> & { isRefunded: boolean; isSettled: boolean })[] = [];
    const model = { paid: 0n, owed: 0n };
    const settle = async (isApproved: boolean) => {
      shop.clock.advance(86_400_000);
      const call = { caller: maker, requestId: 'request-0001' };
      const until = jakartaDayAfter(shop.clock.now(), -1);
      const id = await service.create(em(), until, call).catch(({ code }: { code: string }) => code);
      if (id === 'NOTHING_TO_SETTLE') return;
      if (!isApproved) {
        await service.reject(em(), id, { caller: checker, reason: 'Diulang.' });
        return;
      }
      await service.approve(em(), id, { caller: checker });
      const fresh = sold.filter(({ isRefunded, isSettled }) => !isRefunded && !isSettled);
      const sales = fresh.reduce((sum, { share }) => sum + share, 0n);
      let netted = model.owed;
      if (sales < netted) netted = sales;
      model.paid += sales - netted;
      model.owed -= netted;
      for (const each of fresh) each.isSettled = true;
    };
    for (const step of plan) {
      if (step === 'settle' || step === 'reject') await settle(step === 'settle');
      else if ('sell' in step) {
        const seat = await sell(BigInt(step.sell), parties);
        sold.push({ ...seat, isRefunded: false, isSettled: false });
      } else {
        const chosen = sold[step.refund % (sold.length || 1)];
        if (!chosen || chosen.isRefunded) continue;
        await shop.cancelled(chosen);
        chosen.isRefunded = true;
        if (chosen.isSettled) model.owed += chosen.share;
      }
    }
    const { PAID_OUT = 0, RECEIVABLE = 0 } = await shop.books(parties.institution);
    expect([BigInt(PAID_OUT), BigInt(-RECEIVABLE)]).toEqual([model.paid, model.owed]);
    for (const { name, sql } of invariants) expect([name, await shop.query(sql)]).toEqual([name, []]);
  };
  await fc.assert(fc.asyncProperty(steps, run), { numRuns: 6, endOnFailure: true });
});
