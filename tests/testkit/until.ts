import { setTimeout as delay } from 'node:timers/promises';

const FIRST_POLL_MS = 15;
const LONGEST_POLL_MS = 200;

/**
 * Asks again until the answer fits, at most `withinMs`; answers the last one, for the test to judge. What takes long is
 * asked for less and less often: it needs the processor itself.
 */
export const until = async <T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.25, LONGEST_POLL_MS)) {
    const answer = await ask();
    if ((await fits(answer)) || Date.now() > deadline) return answer;
    await delay(pollMs);
  }
};
