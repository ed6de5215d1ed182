import type { Work } from './feature.ts';
import type { Logger } from './log.ts';

const DAY_MS = 86_400_000;

interface PeriodicOptions {
  log: Pick<Logger, 'error'>;
  everyMs: number;
  /** What the log says when a run fails; the next one comes all the same. */
  failure: string;
}

/** Runs `run` at the start and then every `everyMs`, one run at a time; `stop` waits for the one under way. */
export const periodic = (run: () => Promise<unknown>, { log, everyMs, failure }: PeriodicOptions): Work => {
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  const turn = () => {
    if (isBusy) return;
    isBusy = true;
    // What throws before its promise is there would end the process.
    const begun = async () => run();
    running = begun()
      .catch((error: unknown) => log.error({ err: error }, failure))
      .finally(() => {
        isBusy = false;
      });
  };
  return {
    start: () => {
      turn();
      timer = setInterval(turn, everyMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};

/** Like `periodic`, once a day. */
export const daily = (run: () => Promise<unknown>, options: Omit<PeriodicOptions, 'everyMs'>): Work =>
  periodic(run, { ...options, everyMs: DAY_MS });
