import { expect, test } from 'vitest';
import { openPurchases } from '../../../tests/testkit/purchases.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';

const shop = await openPurchases();
const { query, clock, balance, services } = shop;

/** The last 15 December before midnight of Jakarta that lies ahead. */
const year = Number(jakartaDayAfter(clock.now(), 30).slice(0, 4));
const lastMinute = new Date(`${year}-12-15T16:59:00.000Z`);
const moveTo = (moment: Date) => clock.advance(moment.getTime() - clock.now().getTime());

const daysOf = async (wave: number) =>
  (
    await query<{ day: string }>(
      'select distinct expires_on::text as day from training_balance where wave_number = $1',
      [wave],
    )
  ).map(({ day }) => day);

test.each([
  [['16:59:00', '17:01:00'], `${year}-12-15`],
  [['17:01:00', '16:59:00'], `${year + 1}-12-15`],
])('chunks of one announcement at %s have one last day', async (times, day) => {
  const wave = 3_000 + times.join().charCodeAt(1) * 10 + Number(times[0] === '17:01:00');
  for (const time of times) await shop.recipients(2, { wave, time: `${year}-12-15T${time}Z` });
  expect(await daysOf(wave)).toEqual([day]);
});

test('chunks that come at once have one last day', async () => {
  const times = Array.from({ length: 10 }, (_, index) => (index % 2 ? '16:59:59' : '17:00:00'));
  await Promise.all(times.map((time) => shop.recipients(3, { wave: 3_900, time: `${year}-12-15T${time}Z` })));
  expect(await daysOf(3_900)).toHaveLength(1);
  expect(await query('select count(*)::int from training_balance where wave_number = 3900')).toEqual([{ count: 30 }]);
});

test('a purchase in the last minute stands, nothing is held a minute later, and what is left returns', async () => {
  const [siti = '', budi = '', ani = ''] = await shop.recipients(3, { wave: 3_950, time: `${year}-11-21T00:00:00Z` });
  moveTo(lastMinute);
  const kept = shop.seat(siti);
  const undone = shop.seat(budi);
  const late = shop.seat(ani);
  expect(await shop.buy(kept)).toBe('HELD');
  expect(await shop.buy(undone)).toBe('HELD');
  await services.expiries.run();
  expect(await balance(ani)).toMatchObject({ returned: 0, available: 1_000_000 });
  clock.advance(61_000);
  expect(await shop.buy(late)).toBe('BALANCE_EXPIRED');
  await services.expiries.run();
  expect(await balance(ani)).toEqual({ spent: 0, held: 0, returned: 1_000_000, available: 0 });
  expect(await balance(siti)).toEqual({ spent: 0, held: 600_000, returned: 400_000, available: 0 });
  // What was held in time is paid days later; what is released then never becomes spendable.
  clock.advance(3 * 86_400_000);
  await shop.redeemed(kept);
  await shop.released(undone);
  expect(await balance(siti)).toEqual({ spent: 600_000, held: 0, returned: 400_000, available: 0 });
  expect(await balance(budi)).toEqual({ spent: 0, held: 0, returned: 1_000_000, available: 0 });
  expect(await shop.brokenInvariants()).toEqual([]);
});

test('what was announced for a year that is over returns at once, 12,000 balances by two workers, each once', async () => {
  for (let chunk = 0; chunk < 12; chunk += 1)
    await shop.recipients(1_000, { wave: 3_960, time: `${year - 1}-11-21T00:00:00Z` });
  const counts = await Promise.all([services.expiries.run(), services.expiries.run()]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12_000);
  expect(
    await query(`select count(*)::int, sum(returned)::text as returned from training_balance where wave_number = 3960`),
  ).toEqual([{ count: 12_000, returned: '12000000000' }]);
  expect(await services.expiries.run()).toBe(0);
  expect(await shop.brokenInvariants()).toEqual([]);
});
