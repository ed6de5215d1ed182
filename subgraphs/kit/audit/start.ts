import type { Database } from '../database.ts';
import type { Logger } from '../log.ts';
import { argumentsKey } from './arguments.ts';
import { chainPending, createAuditMonths } from './chainer.ts';
import { type AuditTrail, createAuditTrail } from './trail.ts';

export interface AuditOptions {
  database: Database;
  /** The caller secret, from which the key of the argument hashes is made. */
  secret: string;
  log: Logger;
  now: () => Date;
}

export interface RunningAudit {
  trail: AuditTrail;
  /** Links what is left and stops. Call it when no mutation can come any more, before the database closes. */
  stop(): Promise<void>;
}

const CHAIN_EVERY_MS = 500;
const DAY_MS = 86_400_000;

/** Starts a subgraph's audit trail: entries are linked twice a second, partitions are made once a day. */
export const startAudit = ({ database, secret, log, now }: AuditOptions): RunningAudit => {
  let running: Promise<unknown> | undefined;
  const chain = () => {
    running ??= chainPending(database, now)
      .catch((error: unknown) => log.error({ err: error }, 'audit entries could not be linked'))
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const createMonths = () =>
    createAuditMonths(database, now()).catch((error: unknown) =>
      log.error({ err: error }, 'no partition of the audit trail was made'),
    );
  const timers = [setInterval(chain, CHAIN_EVERY_MS).unref(), setInterval(createMonths, DAY_MS).unref()];
  const months = createMonths();
  const stop = async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all([running, months]);
    await chain();
  };
  return { trail: createAuditTrail({ database, key: argumentsKey(secret), log, now }), stop };
};
