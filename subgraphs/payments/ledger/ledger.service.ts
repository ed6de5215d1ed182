import { execute, type Transaction } from '../../kit/database.ts';
import { POST } from './ledger.statement.ts';

/**
 * The chart of accounts. A positive balance is money that stands there; TREASURY is what the state gave, negative.
 * - Of the state, by year: TREASURY, UNALLOCATED, COMMITTED (to a wave, for all that its people may be paid).
 * - Of a person: TRAINING_BALANCE, TRAINING_HELD, INCENTIVE_PAYABLE, RETURNED (went back to the treasury).
 * - Of a person and a party: INSTITUTION_PAYABLE, COMMISSION (of a platform), PLATFORM_PAYABLE (old entries only),
 *   WALLET_CLEARING (a partner confirmed that it paid; no settlement file says so yet).
 * - Of a party: PARTNER_DEPOSIT, RECEIVABLE (it owes a refund), PAID_OUT, FEES, SUSPENSE; may name the person too.
 */
export type Account =
  | 'TREASURY'
  | 'UNALLOCATED'
  | 'COMMITTED'
  | 'TRAINING_BALANCE'
  | 'TRAINING_HELD'
  | 'INCENTIVE_PAYABLE'
  | 'RETURNED'
  | 'INSTITUTION_PAYABLE'
  | 'COMMISSION'
  | 'PLATFORM_PAYABLE'
  | 'WALLET_CLEARING'
  | 'PARTNER_DEPOSIT'
  | 'RECEIVABLE'
  | 'PAID_OUT'
  | 'FEES'
  | 'SUSPENSE';

/**
 * What an entry does. SPEND is of old entries. WITHDRAW: a due payout falls away. PAY: from INCENTIVE_PAYABLE to
 * WALLET_CLEARING when a payout is SETTLED; BOUNCE: back, when it is RETURNED. SETTLE: from payables to PAID_OUT.
 */
export type EntryKind =
  | 'BUDGET'
  | 'OPENING'
  | 'COMMIT'
  | 'UNCOMMIT'
  | 'CARRY'
  | 'LAPSE'
  | 'GRANT'
  | 'HOLD'
  | 'RELEASE'
  | 'CAPTURE'
  | 'SPEND'
  | 'RETURN'
  | 'DUE'
  | 'WITHDRAW'
  | 'PAY'
  | 'BOUNCE'
  | 'SETTLE'
  | 'REFUND'
  | 'RECONCILE';

export interface Posting {
  account: Account;
  /** Null for the accounts of the state and of a party. */
  participantId: string | null;
  /** An organisation's id, or the code of a payment partner. */
  party?: string | null;
  /** Whole rupiah; negative takes away. */
  amount: bigint;
}

export interface JournalEntry {
  kind: EntryKind;
  /** Names the fact for ever: a second entry with it is not posted. */
  reference: string;
  waveNumber: number | null;
  /** Budget year; when left out or null, the one of the wave's budget, or of `at` in Jakarta. */
  year?: number | null;
  at: Date;
  requestId: string;
  postings: readonly Posting[];
}

/** The year's budget, or what is committed to the wave, does not hold what an entry takes from it. */
export class BudgetExhausted extends Error {
  constructor({ reference }: Pick<JournalEntry, 'reference'>, options?: ErrorOptions) {
    super(`${reference} is not posted: its year's budget, or its wave's commitment, does not hold that much`, options);
    this.name = 'BudgetExhausted';
  }
}

const limits: readonly unknown[] = ['budget_year_committed_ck', 'wave_budget_taken_ck'];

const isExhausted = (error: unknown) => limits.includes((error as { constraint?: string }).constraint);

/**
 * Posts journal entries in `transaction`, all by one statement; the database refuses them when one does not sum to zero. A
 * GRANT or DUE that takes from UNALLOCATED takes from COMMITTED instead when its wave has a commitment.
 * @returns the references that were posted now; of one that was posted before nothing changes
 * @throws BudgetExhausted when a year or a wave does not hold the money; the transaction is then lost
 */
export const postAll = async (transaction: Transaction, entries: readonly JournalEntry[]): Promise<Set<string>> => {
  const [first] = entries;
  if (!first) return new Set();
  const lines = entries.flatMap(({ postings }, index) =>
    postings.map(({ party = null, ...posting }) => ({ ...posting, party, n: index + 1 })),
  );
  const values = [
    entries.map(({ kind }) => kind),
    entries.map(({ reference }) => reference),
    entries.map(({ waveNumber }) => waveNumber),
    entries.map(({ year = null }) => year),
    entries.map(({ at }) => at),
    entries.map(({ requestId }) => requestId),
    lines.map(({ n }) => n),
    lines.map(({ account }) => account),
    lines.map(({ participantId }) => participantId),
    lines.map(({ party }) => party),
    lines.map(({ amount }) => amount),
  ];
  try {
    const { rows } = await execute(transaction, POST, values);
    return new Set(rows.map(({ reference }) => reference));
  } catch (error) {
    throw isExhausted(error) ? new BudgetExhausted(first, { cause: error }) : error;
  }
};

/**
 * Posts one journal entry in `transaction`, as `postAll` does.
 * @returns false when its reference was posted before: then nothing changes
 * @throws BudgetExhausted when the year or the wave does not hold the money; the transaction is then lost
 */
export const post = async (transaction: Transaction, entry: JournalEntry): Promise<boolean> =>
  (await postAll(transaction, [entry])).has(entry.reference);
