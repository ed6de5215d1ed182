import type { RequestFacts } from '@prakerja/subgraph-kit';
import { applicationLoaders } from './application/application.loader.ts';
import { ApplicationService } from './application/application.service.ts';
import { bureauLoaders } from './bureau/bureau.loader.ts';
import type { CreditBureau } from './bureau/bureau.port.ts';
import { CheckService } from './bureau/check.service.ts';
import { CheckWorker } from './bureau/check.worker.service.ts';
import type { Database } from './database.ts';
import { decisionLoaders } from './decision/decision.loader.ts';
import { DecisionService } from './decision/decision.service.ts';
import { createOfferTokens } from './offer/index.ts';

export interface BankOptions {
  database: Database;
  bureau: CreditBureau;
  now: () => Date;
  /** 32 bytes that nobody else has. */
  secret: Buffer;
  /** How long the credit bureau is tried. */
  checkForMs: number;
  /** Longest time of one try, with what is around it. */
  leaseMs: number;
  everyMs: number;
  chance?: () => number;
  log: { warn(message: string): void; error(message: string, error?: unknown): void };
}

/** Everything of the bank that outlives a request. */
export const createBank = ({
  database,
  bureau,
  secret,
  now,
  checkForMs,
  leaseMs,
  everyMs,
  log,
  ...rest
}: BankOptions) => {
  const onFailure = (error: unknown, id: string) => log.warn(`the credit bureau was not asked about ${id}: ${error}`);
  const checks = new CheckService({ database, bureau, now, leaseMs, onFailure, ...rest });
  const worker = new CheckWorker(checks, everyMs, (error) => log.error('checks failed', error));
  const tokens = createOfferTokens(secret, now);
  const shared = { database, now, checkForMs, onSubmitted: worker.nudge };
  return {
    database,
    now,
    tokens,
    checks,
    worker,
    applications: new ApplicationService({ ...shared, tokens, borrowerKey: secret }),
    decisions: new DecisionService(shared),
  };
};

export type Bank = ReturnType<typeof createBank>;

/** What a request reads, each kind in one statement. */
const loadersFor = ({ database, now }: Bank, subject: string | null) => ({
  ...applicationLoaders(database, subject),
  ...bureauLoaders(database, now),
  ...decisionLoaders(database),
});

/** The context of each resolver. */
export const contextFor = (bank: Bank) => (facts: RequestFacts) => ({
  ...facts,
  bank,
  loaders: loadersFor(bank, facts.caller.subject),
});
