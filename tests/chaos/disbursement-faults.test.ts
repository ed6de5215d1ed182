import { expect, test, vi } from 'vitest';
import { payoutAdapter } from '../../scripts/bench/disbursement/adapter.ts';
import { vault } from '../testkit/payments.ts';
import { engineOver } from '../testkit/payout-engine.ts';
import { approveAll, makeDue, startWallet } from '../testkit/payouts.ts';
import { openPayouts } from '../testkit/payouts-database.ts';
import { until } from '../testkit/until.ts';
import { disbursementEnv } from './env.ts';

const { FAULTS: COUNT } = disbursementEnv();
// The long form waits for calls that time out: a tenth of a second a payout.
vi.setConfig({ testTimeout: Math.max(300_000, COUNT * 100) });
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const quiet = { failing: 0, silent: 0, refused: 0, pending: 0, lateVisible: 0, conflicting: 0, strange: 0 };
/** The breaker would only slow down what these tests want to see. */
const never = { breaker: { mostBad: 1 }, budget: { most: 1_000_000 } };

/** Pauses are short, and stay so: each call fails by chance, and who fails often would wait for minutes. */
const hasty = {
  callMs: 1_000,
  leaseMs: 2_000,
  firstPauseMs: 200,
  longestPauseMs: 1_000,
  idleMs: 50,
  breaker: { firstPauseMs: 200, longestPauseMs: 1_000 },
};

interface Options {
  refusesDuplicates?: boolean;
  faults: object;
}

/** Payouts of a wallet that errs, with a clock that the test moves. */
const open = async ({ refusesDuplicates = true, faults }: Options) => {
  const payouts = await openPayouts();
  const { database } = payouts;
  const wallet = await startWallet({ refusesDuplicates, ...faults });
  await makeDue(database, COUNT);
  await approveAll(database);
  let movedMs = 0;
  const now = () => new Date(Date.now() + movedMs);
  const partners = [payoutAdapter({ url: wallet.url, refusesDuplicates, resendWaitMs: 10_000 })];
  // Only of who stays silent is the time up: a busy machine answers late.
  const callMs = 'silent' in faults || 'lateVisible' in faults ? 1_000 : 9_000;
  const engine = engineOver({ database, vault, partners, now, settings: { ...never, callMs } });
  /** Works, and again each time after the clock was moved. */
  const work = async (times: number, stepMs = 10 * MINUTE_MS) => {
    await engine.drain();
    for (let time = 0; time < times; time += 1) {
      movedMs += stepMs;
      await engine.drain();
    }
    await engine.keepHouse();
  };
  const mostPaid = () => Math.max(0, ...wallet.paid().values());
  return { ...payouts, wallet, engine, work, mostPaid };
};

test.each([
  ['pays and stays silent', { silent: 1 }],
  ['pays, and says 07 before it says 00', { lateVisible: 1 }],
  ['answers 409 for what it pays', { conflicting: 1 }],
  ['answers 404xx18 for what it pays', { strange: 1 }],
  ['says for a while that it is pending', { pending: 1 }],
  ['mixes all of it', { failing: 0.1, silent: 0.1, lateVisible: 0.1, conflicting: 0.1, strange: 0.1, pending: 0.1 }],
])('a wallet that %s pays each payout once, and none is stuck', async (_name, faults) => {
  const { work, counts, mostPaid, wallet, broken } = await open({ faults });
  await work(0);
  await wallet.turn(quiet);
  await work(6);
  // A call that a busy machine let run out of its second is looked up once more.
  await until(
    () => work(1).then(counts),
    (found) => found.SETTLED === COUNT,
    120_000,
  );
  expect(await counts()).toEqual({ SETTLED: COUNT });
  expect([wallet.paid().size, mostPaid()]).toEqual([COUNT, 1]);
  expect(await broken()).toEqual([]);
});

test('what a wallet lost in a 5xx is sent again under the same reference', async () => {
  const { work, counts, mostPaid, wallet, query } = await open({ faults: { failing: 1 } });
  await work(0);
  expect(await counts()).toEqual({ UNKNOWN: COUNT });
  expect(wallet.paid().size).toBe(0);
  await wallet.turn(quiet);
  await work(4);
  expect(await counts()).toEqual({ SETTLED: COUNT });
  expect([wallet.paid().size, mostPaid()]).toEqual([COUNT, 1]);
  expect(await query('select count(*)::int from disbursement_order')).toEqual([{ count: COUNT }]);
});

test('a wallet that pays duplicates gets nothing twice: a day later exactly what it never took is a suspect', async () => {
  const faults = { failing: 0.2, silent: 0.2, lateVisible: 0.2 };
  const { work, counts, mostPaid, wallet, broken } = await open({ refusesDuplicates: false, faults });
  await work(0);
  await wallet.turn(quiet);
  await work(12);
  const taken = wallet.paid().size;
  expect([taken > 0, taken < COUNT, mostPaid()]).toEqual([true, true, 1]);
  expect(await counts()).toEqual({ SETTLED: taken, UNKNOWN: COUNT - taken });
  await work(1, DAY_MS);
  expect(await counts()).toEqual({ SETTLED: taken, SUSPECT: COUNT - taken });
  expect([wallet.paid().size, mostPaid()]).toEqual([taken, 1]);
  expect(await broken()).toEqual([]);
});

test('a final refusal ends the order; the payout waits for another account and gets a new reference', async () => {
  const { work, counts, wallet, query, database, broken } = await open({ faults: { refused: 1 } });
  await work(0);
  expect(await counts()).toEqual({ REJECTED: COUNT });
  await wallet.turn(quiet);
  await expect(approveAll(database)).rejects.toMatchObject({ code: 'BATCH_EMPTY' });
  await query(`update wallet set verified_at = now() + interval '1 minute'`);
  await approveAll(database);
  await work(0);
  expect(await counts()).toEqual({ SETTLED: COUNT });
  const orders = 'select state, count(*)::int from disbursement_order group by 1 order by 1';
  expect(await query(orders)).toEqual([
    { state: 'FAILED', count: COUNT },
    { state: 'PAID', count: COUNT },
  ]);
  expect(await broken()).toEqual([]);
});

test('a wallet that is down when the first calls are made is paid through once it is back', async () => {
  const { database, counts, broken } = await openPayouts();
  const wallet = await startWallet({ failing: 1 });
  await makeDue(database, COUNT);
  await approveAll(database);
  const partners = [payoutAdapter({ url: wallet.url, resendWaitMs: 1_500 })];
  const engine = engineOver({ database, vault, partners, settings: hasty });
  engine.start();
  // The breaker is open, and more waits than there are calls at a time.
  await until(counts, ({ UNKNOWN = 0 }) => UNKNOWN >= 40);
  await wallet.turn(quiet);
  await until(counts, (found) => found.SETTLED === COUNT, 240_000);
  await engine.stop();
  expect(await counts()).toEqual({ SETTLED: COUNT });
  expect(await broken()).toEqual([]);
});

test('a wallet that fails every other second is paid through, with the breaker in between', async () => {
  const { database, counts, broken } = await openPayouts();
  const wallet = await startWallet({ isFlapping: true });
  await makeDue(database, COUNT);
  await approveAll(database);
  const partners = [payoutAdapter({ url: wallet.url, resendWaitMs: 1_500 })];
  const engine = engineOver({ database, vault, partners, settings: hasty });
  engine.start();
  await until(counts, (found) => found.SETTLED === COUNT, 240_000);
  await engine.stop();
  expect(await counts()).toEqual({ SETTLED: COUNT });
  expect([wallet.paid().size, Math.max(...wallet.paid().values())]).toEqual([COUNT, 1]);
  expect(await broken()).toEqual([]);
});
