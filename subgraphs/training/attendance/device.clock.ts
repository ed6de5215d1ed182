import { codeRule } from './rules.data.ts';

/** How wrong a device's clock is, by what it shows while it sends. */
export interface DeviceClock {
  /** Milliseconds to add to its times; 0 where its clock is right, or where it did not say what it shows. */
  correctionMs: number;
  /** Its clock is so wrong that its times tell nothing. */
  isUseless: boolean;
}

/** Compares what a device's clock shows with the time; null where another machine sends, and nothing is known. */
export const readClock = (deviceTime: Date | null, now: Date): DeviceClock => {
  const difference = deviceTime === null ? 0 : now.getTime() - deviceTime.getTime();
  const size = Math.abs(difference);
  if (size <= codeRule.clockToleranceMs) return { correctionMs: 0, isUseless: false };
  return size <= codeRule.clockMostMs
    ? { correctionMs: difference, isUseless: false }
    : { correctionMs: 0, isUseless: true };
};
