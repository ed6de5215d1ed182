import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 15;

/** Asks again until the answer fits, at most `withinMs`; answers the last one, for the test to judge. */
export const until = async <T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if ((await fits(answer)) || Date.now() > deadline) return answer;
    await delay(POLL_MS);
  }
};
