import { execute, type Transaction } from '../../kit/database.ts';
import { POST } from './ledger.statement.ts';

/**
 * The chart of accounts. A positive balance is money that stands there; TREASURY is what the state gave, negative.
 * The others are positions of one participant: the training balance left, held and spent (PLATFORM_PAYABLE), the
 * incentives due and paid (WALLET_CLEARING), and what went back to the treasury (RETURNED).
 */
export type Account =
  | 'TREASURY'
  | 'UNALLOCATED'
  | 'TRAINING_BALANCE'
  | 'TRAINING_HELD'
  | 'PLATFORM_PAYABLE'
  | 'INCENTIVE_PAYABLE'
  | 'WALLET_CLEARING'
  | 'RETURNED';

export interface Posting {
  account: Account;
  /** Null for the two accounts of the state. */
  participantId: string | null;
  /** Whole rupiah; negative takes away. */
  amount: bigint;
}

export interface JournalEntry {
  kind: 'BUDGET' | 'OPENING' | 'GRANT' | 'HOLD' | 'RELEASE' | 'SPEND' | 'RETURN' | 'DUE';
  /** Names the fact for ever: a second entry with it is not posted. */
  reference: string;
  waveNumber: number | null;
  at: Date;
  requestId: string;
  postings: readonly Posting[];
}

/** The state's budget does not hold what an entry takes from it. */
export class BudgetExhausted extends Error {
  constructor({ reference }: JournalEntry, options: ErrorOptions) {
    super(`${reference} is not posted: UNALLOCATED would fall below zero; post a budget and try again`, options);
    this.name = 'BudgetExhausted';
  }
}

const isExhausted = (error: unknown) => (error as { constraint?: string }).constraint === 'account_unallocated_ck';

/**
 * Posts one journal entry in `transaction`; the database refuses one that does not sum to zero.
 * @returns false when its reference was posted before: then nothing changes
 * @throws BudgetExhausted when UNALLOCATED would fall below zero; the transaction is then lost
 */
export const post = async (transaction: Transaction, entry: JournalEntry): Promise<boolean> => {
  const { kind, reference, waveNumber, at, requestId, postings } = entry;
  const lines = [
    postings.map(({ account }) => account),
    postings.map(({ participantId }) => participantId),
    postings.map(({ amount }) => amount),
  ];
  try {
    const { affected } = await execute(transaction, POST, [kind, reference, waveNumber, at, requestId, ...lines]);
    return affected > 0;
  } catch (error) {
    throw isExhausted(error) ? new BudgetExhausted(entry, { cause: error }) : error;
  }
};
