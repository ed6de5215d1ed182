import type { Database } from '../../../kit/database.ts';
import type { AccountFacts, Outcome, PartnerAdapter, PayoutOrder } from '../adapter.ts';
import { PUT_TRANSFER, TRANSFER, type TransferStatus } from './bank-file.statement.ts';

/** Longer than the engine waits for a call: what a call has not put by then, it will not put. */
const RESEND_WAIT_MS = 15_000;

const outcomeOf = (row: { status: TransferStatus; code: string | null } | undefined): Outcome => {
  if (!row) return { state: 'UNKNOWN', code: 'NOT_QUEUED', notFound: true };
  const { status, code } = row;
  if (status === 'PAID') return { state: 'PAID', partnerReference: null };
  if (status === 'FAILED') return { state: 'FAILED', code: code ?? 'RJCT', isFinal: true };
  return { state: 'PENDING', code: code ?? status };
};

export interface BankFileAdapterOptions {
  database: Pick<Database, 'rows'>;
  /** Asks the same bank about accounts. */
  accounts: Pick<PartnerAdapter, 'code' | 'inquireAccount'>;
  now(): Date;
}

/**
 * Pays by files of transfers: an order is put into the queue of its bank's next file, once for ever, and is as far as the
 * bank's reports say. Nothing is called; the desk beside the requests sends the files.
 */
export class BankFileAdapter implements PartnerAdapter {
  readonly code: string;
  readonly refusesDuplicates = true;
  readonly resendWaitMs = RESEND_WAIT_MS;
  readonly #options: BankFileAdapterOptions;

  constructor(options: BankFileAdapterOptions) {
    this.code = options.accounts.code;
    this.#options = options;
  }

  async pay({ reference, amount }: PayoutOrder): Promise<Outcome> {
    const { database, now } = this.#options;
    return this.#said(database.rows(PUT_TRANSFER, [reference, this.code, amount, now()]));
  }

  async inquire({ reference }: PayoutOrder): Promise<Outcome> {
    return this.#said(this.#options.database.rows(TRANSFER, [reference]));
  }

  inquireAccount(account: string, signal: AbortSignal): Promise<AccountFacts> {
    return this.#options.accounts.inquireAccount(account, signal);
  }

  async #said(asked: Promise<{ status: TransferStatus; code: string | null }[]>): Promise<Outcome> {
    try {
      return outcomeOf((await asked)[0]);
    } catch {
      // The database did not say: it may be queued.
      return { state: 'UNKNOWN', code: 'QUEUE_UNREACHED' };
    }
  }
}
