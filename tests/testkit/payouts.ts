import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { type DueOptions, makePayoutsDue, nikProofOf } from '../../scripts/bench/disbursement/fixture.ts';
import { inheritedEnv } from '../../scripts/env.ts';
import type { Database } from '../../subgraphs/kit/database.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { BatchService } from '../../subgraphs/payments/batch/batch.service.ts';
import { BatchWalletCheck } from '../../subgraphs/payments/batch/wallet-check.service.ts';
import { paymentPartners } from '../../subgraphs/payments/wallet/index.ts';
import { type AccountFacts, VerifyService } from '../../subgraphs/payments/wallet/verify.service.ts';
import { newDirectory } from './directory.ts';
import { silent } from './event-secret.ts';
import { callerWith, vault as testVault } from './payments.ts';

export const maker = callerWith('maker', 'payout:create', 'payout:approve', 'ledger:read');
export const checker = callerWith('checker', 'payout:create', 'payout:approve', 'ledger:read');
export const second = callerWith('second', 'payout:create', 'payout:approve', 'ledger:read');

/** Gives people a verified wallet, and each a payout that is due, with its posting; returns the people. */
export const makeDue = (database: Database, count: number, options: Partial<DueOptions> = {}) =>
  makePayoutsDue(database, count, { vault: testVault, ...options });

const anything = { wave: null, entitlement: null, partner: null };

export const outbox = createOutbox({ source: 'payments', subscriptions: [] });

export const batchesOf = (now = () => new Date()) => new BatchService({ now, outbox });

interface BatchingOptions {
  now?: () => Date;
  vault?: Vault;
  /** What the partners say of accounts: all is well, unless said. */
  inquire?: (account: string) => AccountFacts;
}

const isWell = (account: string): AccountFacts => ({ isActive: true, nikProof: nikProofOf(account) });

/** Asks partners in this process about the accounts of new batches. */
export const checkWallets = async (database: Database, options: BatchingOptions = {}): Promise<void> => {
  const { now = () => new Date(), vault = testVault, inquire = isWell } = options;
  const partner = { inquireAccount: async (account: string) => inquire(account) };
  const partners = new Map(paymentPartners.map(({ code }) => [code, partner]));
  const walletChecks = new VerifyService({ database, vault, partners, now });
  await new BatchWalletCheck({ database, walletChecks, now, log: silent, pauseMs: 0 }).tick();
};

/** Makes a batch of all that is due and decided, has its accounts verified and has it approved; returns its id. */
export const approveAll = async (database: Database, options: BatchingOptions = {}): Promise<string> => {
  const batches = batchesOf(options.now);
  const call = { caller: maker, key: uuidv7(), requestId: 'request-0001' };
  const { batch } = await batches.create(database.orm.em.fork(), anything, call);
  if (batch === null) throw new Error('everything waits for a decision');
  await checkWallets(database, options);
  return batches.approve(database.orm.em.fork(), batch, { caller: checker });
};

export const startProcess = (script: string, args: readonly string[]): ChildProcess => {
  const options = { env: inheritedEnv(), stdio: ['ignore', 'pipe', 'inherit'] as never };
  return spawn(process.execPath, ['--import', './scripts/loader.mjs', script, ...args], options);
};

export const firstLine = async (child: ChildProcess): Promise<string> => {
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  return line as string;
};

/** A wallet in a process of its own; `paid` reads its book: how often each reference was paid. */
export const startWallet = async (faults: object = {}) => {
  const book = join(newDirectory('wallet'), 'book');
  writeFileSync(book, '');
  const child = startProcess('tests/testkit/payout-simulator.process.ts', [book, JSON.stringify(faults)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${await firstLine(child)}`;
  const lines = () => (existsSync(book) ? readFileSync(book, 'utf8').trimEnd().split('\n').filter(Boolean) : []);
  return {
    url,
    lines,
    /** How many times money moved, without reading the book: its lines are equally long. */
    moved: () => {
      const bytes = Buffer.alloc(200);
      const file = openSync(book, 'r');
      const length = bytes.subarray(0, readSync(file, bytes)).indexOf('\n') + 1;
      closeSync(file);
      return length === 0 ? 0 : Math.floor(statSync(book).size / length);
    },
    paid: () => {
      const counts = new Map<string, number>();
      for (const line of lines()) {
        const reference = line.slice(0, line.indexOf(' '));
        counts.set(reference, (counts.get(reference) ?? 0) + 1);
      }
      return counts;
    },
    turn: (others: object) => fetch(`${url}/faults`, { method: 'POST', body: JSON.stringify(others) }),
  };
};
