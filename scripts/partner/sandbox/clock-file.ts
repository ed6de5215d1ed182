import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../usage.error.ts';

/** When every sandbox begins, whatever the day is: the known cases are what they are at this moment. */
export const BEGINS_AT = new Date('2026-11-21T08:00:00+07:00');

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
/** Two years: beyond it no wave of the seed means anything. */
const MOST_MS = 730 * UNITS_MS.d;

export const clockFile = (data: string): string => join(data, 'clock.json');

const offsetOf = (data: string): number =>
  (JSON.parse(readFileSync(clockFile(data), 'utf8')) as { offsetMs: number }).offsetMs;

/** Readers see the old clock or the new one, never half of it. */
const writeOffset = (data: string, offsetMs: number): void => {
  const next = `${clockFile(data)}.next`;
  writeFileSync(next, `${JSON.stringify({ offsetMs })}\n`, { mode: 0o600 });
  renameSync(next, clockFile(data));
};

/** Sets the clock of a sandbox that has none to the moment at which sandboxes begin. */
export const beginClock = (data: string, now = Date.now()): void => {
  if (!existsSync(clockFile(data))) writeOffset(data, BEGINS_AT.getTime() - now);
};

/** @throws Error where the directory holds no sandbox */
export const sandboxTime = (data: string, now = Date.now()): Date => {
  if (!existsSync(clockFile(data))) throw new Error(`there is no sandbox in ${data}; start it first`);
  return new Date(now + offsetOf(data));
};

/** Reads a span such as 30d, 12h, 90m or 2w. @returns milliseconds @throws UsageError */
export const spanOf = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit as keyof typeof UNITS_MS] ?? 0);
  if (ms <= 0) throw new UsageError('--advance takes a span such as 30d, 12h, 90m or 2w');
  return ms;
};

/** Moves the time of a sandbox forward; it never goes back, since what happened has happened. @returns the new time */
export const advanceClock = (data: string, ms: number): Date => {
  const moved = sandboxTime(data).getTime() + ms;
  if (moved - BEGINS_AT.getTime() > MOST_MS) throw new UsageError('a sandbox reaches two years; begin a new one');
  writeOffset(data, offsetOf(data) + ms);
  return new Date(moved);
};
