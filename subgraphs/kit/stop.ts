import type { Logger } from './log.ts';

const FORCE_AFTER_MS = 25_000;

/**
 * Calls `stop` once on SIGTERM or SIGINT, then exits with 0; a second signal, or 25 seconds, ends the process at once.
 * `stop` lets what is in flight finish. A process with a supervisor stops also when that dies, so that none is left.
 */
export const stopOnSignal = (log: Logger, stop: () => Promise<void>): void => {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals | 'disconnect') => {
    if (isStopping && signal !== 'disconnect') process.exit(1);
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), FORCE_AFTER_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  if (process.channel) process.once('disconnect', () => onSignal('disconnect'));
};
