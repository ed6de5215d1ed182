import type { RequestRecord } from '../record.ts';
import { HealthLog } from './health-log.ts';
import { type HealthStore, openHealthStore } from './health-store.ts';

const flushEveryMs = 5000;
const hourMs = 3_600_000;

interface Log {
  warn(details: object, message: string): void;
}

/** How subgraphs answered and who met their errors, written down every few seconds. */
export interface Health {
  observe(record: RequestRecord): void;
  since: HealthStore['since'];
  /** Writes what is left. */
  stop(): Promise<void>;
}

/**
 * Opens the counts of health beside those of points; undefined without a database, since nobody could ask for them.
 * @throws Error when their tables cannot be made
 */
export const openHealth = async (databaseUrl: string | undefined, log: Log): Promise<Health | undefined> => {
  if (databaseUrl === undefined) return undefined;
  const store = await openHealthStore(databaseUrl, log);
  const counts = new HealthLog();
  let prunedAt = 0;
  let said = '';
  const write = async () => {
    await counts.flush(store);
    const hour = Math.floor(Date.now() / hourMs);
    if (hour === prunedAt) return;
    await store.prune();
    prunedAt = hour;
  };
  // What fails is said once, and tried again.
  const writeSaying = async () => {
    const reason = await write().then(
      () => '',
      (error: unknown) => String(error),
    );
    if (reason !== '' && reason !== said) log.warn({ reason }, 'the counts of health were not written');
    said = reason;
    const dropped = counts.takeDropped();
    if (dropped > 0) log.warn({ dropped }, 'the counts of health were full');
  };
  let writing: Promise<void> | undefined;
  const timer = setInterval(() => {
    writing ??= writeSaying().finally(() => {
      writing = undefined;
    });
  }, flushEveryMs).unref();
  return {
    observe: (record) => counts.observe(record),
    since: (hour) => store.since(hour),
    async stop() {
      clearInterval(timer);
      await writing;
      await writeSaying();
      await store.close();
    },
  };
};
