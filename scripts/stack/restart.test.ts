import { expect, test } from 'vitest';
import { Restarts, restartNotice } from './restart.ts';

test('the first death waits for nothing; what dies again and again waits twice as long each time, at most 10 s', () => {
  const restarts = new Restarts();
  const waits = Array.from({ length: 7 }, () => restarts.afterDeath(0).waitMs);
  expect(waits).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 10_000]);
});

test('what was ready for a while is started again at once', () => {
  const restarts = new Restarts();
  for (let death = 0; death < 4; death += 1) restarts.afterDeath(4_999);
  expect(restarts.afterDeath(5_000)).toEqual({ waitMs: 0, deaths: 1 });
});

test('the notice counts the deaths from the second on', () => {
  expect(restartNotice({ waitMs: 0, deaths: 1 })).toBe('; starting it again');
  expect(restartNotice({ waitMs: 1_000, deaths: 2 })).toBe('; starting it again in 1 s (2 deaths in a row)');
});
