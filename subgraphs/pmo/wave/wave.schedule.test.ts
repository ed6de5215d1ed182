import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { until } from '../../../tests/testkit/until.ts';
import { officerOf } from '../../../tests/testkit/waves.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { say, act, plan, open, screen, draw, statusOf } = officerOf(pmo);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Asia/Jakarta is seven hours ahead, all year. */
const today = (days = 0) =>
  new Date(pmo.clock.now().getTime() + 7 * HOUR_MS + days * DAY_MS).toISOString().slice(0, 10);

const statusAfter = async (number: number, ms: number) => {
  pmo.clock.advance(ms);
  await pmo.runner.tick();
  return statusOf(number);
};

test('a wave opens at its opening and closes at its closing, to the second', async () => {
  await plan(5_201);
  const siti = await verified(personAt(1));
  const codeOf = async () => (await join(siti, 5_201)).refusal?.code ?? 'JOINED';
  expect(await statusAfter(5_201, HOUR_MS - 5_000)).toBe('PLANNED');
  expect(await codeOf()).toBe('WAVE_NOT_YET_OPEN');
  expect(await statusAfter(5_201, 5_000)).toBe('OPEN');
  expect(await codeOf()).toBe('JOINED');
  expect(await statusAfter(5_201, 8 * HOUR_MS - 5_000)).toBe('OPEN');
  expect(await statusAfter(5_201, 5_000)).toBe('CLOSED');
});

test('nobody joins after the closing, also before the runner has looked', async () => {
  await plan(5_202);
  const budi = await verified(personAt(2));
  expect(await statusAfter(5_202, HOUR_MS)).toBe('OPEN');
  pmo.clock.advance(8 * HOUR_MS);
  expect(await statusOf(5_202)).toBe('OPEN');
  expect((await join(budi, 5_202)).refusal?.code).toBe('WAVE_CLOSED');
});

const scheduleOf = async (number: number) => {
  const text = 'select opens_at as "opensAt", closes_at as "closesAt" from wave where number = $1';
  const { rows } = await pmo.database.pool.query<{ opensAt: Date; closesAt: Date }>(text, [number]);
  return { opensAtMs: rows[0]?.opensAt.getTime() ?? 0, closesAtMs: rows[0]?.closesAt.getTime() ?? 0 };
};

test('an officer opens and closes a wave before its time, and its schedule says so', async () => {
  await plan(5_206);
  const fromMs = pmo.clock.now().getTime();
  await act('openWave', 5_206);
  const { opensAtMs } = await scheduleOf(5_206);
  expect(opensAtMs).toBeGreaterThanOrEqual(fromMs);
  expect(opensAtMs).toBeLessThanOrEqual(pmo.clock.now().getTime());
  pmo.clock.advance(2 * HOUR_MS);
  const closingFromMs = pmo.clock.now().getTime();
  await act('closeWave', 5_206);
  const closed = await scheduleOf(5_206);
  expect(closed.opensAtMs).toBe(opensAtMs);
  expect(closed.closesAtMs).toBeGreaterThanOrEqual(closingFromMs);
  expect(closed.closesAtMs).toBeLessThanOrEqual(pmo.clock.now().getTime());
});

test('a wave that is closed as it opens was open for a second; one that is closed late keeps its schedule', async () => {
  await open(5_207);
  await act('closeWave', 5_207);
  const { opensAtMs, closesAtMs } = await scheduleOf(5_207);
  expect(closesAtMs - opensAtMs).toBeGreaterThanOrEqual(1_000);
  expect(closesAtMs - opensAtMs).toBeLessThan(10_000);

  await open(5_208);
  const planned = await scheduleOf(5_208);
  pmo.clock.advance(10 * HOUR_MS);
  await act('closeWave', 5_208);
  expect(await scheduleOf(5_208)).toEqual(planned);
});

test.each([
  { policyVersion: '2020-B', days: 30, number: 5_203 },
  { policyVersion: '2023', days: 15, number: 5_204 },
])(
  'under $policyVersion the first purchase has $days days, and only then it is revoked',
  async ({ policyVersion, days, number }) => {
    await open(number, { policyVersion });
    expect((await join(await verified(personAt(number)), number)).refusal).toBeNull();
    await screen(number);
    await draw(number);
    const lastDay = today(days);
    expect(await act('announceWave', number)).toEqual({ status: 'ANNOUNCED', purchaseDeadline: lastDay });
    const revoke = async () => (await say('revokeUnused', `number: ${number}`)).refusal?.code ?? 'REVOKED';
    expect(await revoke()).toBe('PURCHASE_DEADLINE_NOT_PASSED');
    pmo.clock.advance(days * DAY_MS);
    expect([today(), await revoke()]).toEqual([lastDay, 'PURCHASE_DEADLINE_NOT_PASSED']);
    pmo.clock.advance(DAY_MS);
    expect(await revoke()).toBe('REVOKED');
  },
);

test('a runner that is started looks by itself', async () => {
  await plan(5_205);
  pmo.runner.start();
  try {
    const isNow = (wanted: string) =>
      until(
        () => statusOf(5_205),
        (status) => status === wanted,
        10_000,
      );
    pmo.clock.advance(HOUR_MS);
    expect(await isNow('OPEN')).toBe('OPEN');
    pmo.clock.advance(8 * HOUR_MS);
    expect(await isNow('CLOSED')).toBe('CLOSED');
  } finally {
    await pmo.runner.stop();
  }
});
