import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { advanceClock, BEGINS_AT, beginClock, sandboxTime, spanOf } from './clock-file.ts';

const data = mkdtempSync(join(tmpdir(), 'prakerja-sandbox-'));
afterAll(() => rmSync(data, { recursive: true }));
const DAY_MS = 86_400_000;
const near = (time: Date, wanted: number) => Math.abs(time.getTime() - wanted) < 2_000;

test('a sandbox begins at the same moment whenever it is made, and its time only goes on', () => {
  expect(() => sandboxTime(data)).toThrow('there is no sandbox');
  beginClock(data);
  expect(near(sandboxTime(data), BEGINS_AT.getTime())).toBe(true);
  expect(near(advanceClock(data, 30 * DAY_MS), BEGINS_AT.getTime() + 30 * DAY_MS)).toBe(true);
  // Another start of it does not set the time back.
  beginClock(data);
  expect(near(sandboxTime(data), BEGINS_AT.getTime() + 30 * DAY_MS)).toBe(true);
  expect(readdirSync(data)).toEqual(['clock.json']);
});

test('a span is a count of minutes, hours, days or weeks, and ends within two years', () => {
  expect(['90m', '12h', '30d', '2w'].map(spanOf)).toEqual([5_400_000, 43_200_000, 30 * DAY_MS, 14 * DAY_MS]);
  for (const wrong of ['', '0d', '-1d', '1.5d', '30', 'd', '30 d', '30y']) {
    expect(() => spanOf(wrong)).toThrow('--advance takes');
  }
  expect(() => advanceClock(data, 731 * DAY_MS)).toThrow('two years');
});
