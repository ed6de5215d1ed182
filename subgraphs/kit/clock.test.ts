import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { clockOf } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'prakerja-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));
const CLOCK_FILE = join(folder, 'clock.json');
const DAY_MS = 86_400_000;

const move = (offsetMs: unknown) => writeFileSync(CLOCK_FILE, JSON.stringify({ offsetMs }));
const differenceOf = (now: () => Date) => now().getTime() - Date.now();

test('without a file the time is that of the machine, in production too', () => {
  expect(Math.abs(differenceOf(clockOf({ NODE_ENV: 'production' })))).toBeLessThan(1_000);
});

test('with a file the time goes on from where the file says, also after it was moved', async () => {
  move(-3 * DAY_MS);
  const now = clockOf({ NODE_ENV: 'development', CLOCK_FILE });
  expect(Math.abs(differenceOf(now) + 3 * DAY_MS)).toBeLessThan(1_000);
  move(30 * DAY_MS);
  await delay(150);
  expect(Math.abs(differenceOf(now) - 30 * DAY_MS)).toBeLessThan(1_000);
});

test('nobody moves the time of a production, nor with a file that says nothing', () => {
  move(DAY_MS);
  expect(() => clockOf({ NODE_ENV: 'production', CLOCK_FILE })).toThrow('refused in production');
  move('tomorrow');
  expect(() => clockOf({ NODE_ENV: 'development', CLOCK_FILE })).toThrow('no whole number');
});
