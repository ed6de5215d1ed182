import { readFileSync } from 'node:fs';

/** How long a moved clock may go unnoticed. */
const LOOK_EVERY_MS = 100;

const offsetIn = (file: string): number => {
  const { offsetMs } = JSON.parse(readFileSync(file, 'utf8')) as { offsetMs?: unknown };
  if (typeof offsetMs !== 'number' || !Number.isSafeInteger(offsetMs)) {
    throw new Error(`CLOCK_FILE: ${file} has no whole number offsetMs`);
  }
  return offsetMs;
};

interface ClockOptions {
  NODE_ENV: string;
  CLOCK_FILE?: string | undefined;
}

/**
 * The programme's time: that of the machine, or in a partner's sandbox that plus what a file says, which an
 * administrator moves. Tokens, signatures and deadlines of requests keep the time of the machine.
 * @throws Error in production, where nobody moves the time, and where the file cannot be read
 */
export const clockOf = ({ NODE_ENV, CLOCK_FILE: file }: ClockOptions): (() => Date) => {
  if (file === undefined) return () => new Date();
  if (NODE_ENV === 'production') throw new Error('CLOCK_FILE moves the time and is refused in production');
  let offsetMs = offsetIn(file);
  let lookedAt = performance.now();
  return () => {
    if (performance.now() - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = performance.now();
      offsetMs = offsetIn(file);
    }
    return new Date(Date.now() + offsetMs);
  };
};
