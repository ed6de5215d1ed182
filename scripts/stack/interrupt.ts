import type { Stack } from './stack.ts';

/** Ends the process at Ctrl-C: aborts what starts, and stops the stack where it has started. */
export const stopAtInterrupt = (starting: Promise<Stack>, stopping: AbortController): void => {
  const stop = async () => {
    stopping.abort();
    await starting.then(
      (stack) => stack.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};
