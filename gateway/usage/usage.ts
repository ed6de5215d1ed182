import { UsageLog } from './usage-log.ts';
import { openUsageStore, type UsageStore } from './usage-store.ts';

const flushEveryMs = 5000;
const hourMs = 3_600_000;

interface Log {
  warn(details: object, message: string): void;
}

/** The operation log of a gateway, which writes itself every few seconds. */
export interface Usage {
  log: UsageLog;
  usesOf: UsageStore['usesOf'];
  allUses: UsageStore['allUses'];
  /** Writes what is left. */
  stop(): Promise<void>;
}

/**
 * Opens the operation log; undefined without a database, since one in memory would say that nobody uses anything.
 * @throws Error when its tables cannot be made
 */
export const openUsage = async (databaseUrl: string | undefined, log: Log): Promise<Usage | undefined> => {
  if (databaseUrl === undefined) return undefined;
  const store = await openUsageStore(databaseUrl, log);
  const usage = new UsageLog({ sink: store });
  const write = writer(usage, store, log);
  let writing: Promise<void> | undefined;
  const timer = setInterval(() => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  }, flushEveryMs).unref();
  return {
    log: usage,
    usesOf: (coordinate, days) => store.usesOf(coordinate, days),
    allUses: (days, most) => store.allUses(days, most),
    async stop() {
      clearInterval(timer);
      await writing;
      await usage.flush().catch((error: unknown) => log.warn({ reason: String(error) }, failedMessage));
      await store.close();
    },
  };
};

const failedMessage = 'the operation log was not written';

/** What fails is said once, and tried again. */
const writer = (usage: UsageLog, store: UsageStore, log: Log) => {
  let said = '';
  let prunedAt = 0;
  const write = async () => {
    await usage.flush();
    const hour = Math.floor(Date.now() / hourMs);
    if (hour === prunedAt) return;
    await store.prune();
    prunedAt = hour;
  };
  return async () => {
    const reason = await write().then(
      () => '',
      (error: unknown) => String(error),
    );
    if (reason !== '' && reason !== said) log.warn({ reason }, failedMessage);
    said = reason;
    const dropped = usage.takeDropped();
    if (dropped > 0) log.warn({ dropped }, 'the operation log was full');
  };
};
