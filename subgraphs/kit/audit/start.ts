import type { Database } from '../database.ts';
import type { Logger } from '../log.ts';
import { daily, periodic } from '../periodic.ts';
import { argumentsKey } from './arguments.ts';
import { chainPending, createAuditMonths } from './chainer.ts';
import { type AuditTrail, createAuditTrail } from './trail.ts';

export interface AuditOptions {
  database: Database;
  /** The caller secret, from which the key of the argument hashes is made. */
  secret: string;
  log: Logger;
  now: () => Date;
  /** Told of each mutation that was refused. */
  onRefusal?: ((code: string) => void) | undefined;
}

export interface RunningAudit {
  trail: AuditTrail;
  /** Links what is left and stops. Call it when no mutation can come any more, before the database closes. */
  stop(): Promise<void>;
}

const CHAIN_EVERY_MS = 500;

/** Starts a subgraph's audit trail: entries are linked twice a second, partitions are made once a day. */
export const startAudit = ({ database, secret, log, now, onRefusal }: AuditOptions): RunningAudit => {
  const chain = () => chainPending(database, now);
  const linking = { log, everyMs: CHAIN_EVERY_MS, failure: 'audit entries could not be linked' };
  const chaining = periodic(chain, linking);
  const months = daily(() => createAuditMonths(database, now()), {
    log,
    failure: 'no partition of the audit trail was made',
  });
  for (const work of [chaining, months]) work.start();
  const stop = async () => {
    await Promise.all([chaining.stop(), months.stop()]);
    await chain().catch((error: unknown) => log.error({ err: error }, linking.failure));
  };
  return { trail: createAuditTrail({ database, key: argumentsKey(secret), log, now, onRefusal }), stop };
};
