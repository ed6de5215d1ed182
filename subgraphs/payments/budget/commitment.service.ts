import { execute, type Transaction } from '../../kit/database.ts';
import { post } from '../ledger/index.ts';
import { COMMITMENTS, LOCK_COMMITMENT, LOCK_YEAR, POSTED } from './budget.statement.ts';

interface FundingFacts {
  wave: number;
  /** Names the fact for ever: it moves money once. */
  reference: string;
  at: Date;
  requestId: string;
}

export interface Commitment {
  year: number;
  /** All that was committed to the wave, without what was released. */
  committed: bigint;
  /** The part that is neither granted nor due to anyone yet. */
  left: bigint;
}

export type FundingDecision =
  | { isCommitted: true }
  | { isCommitted: false; reason: 'YEAR_WITHOUT_BUDGET' | 'BUDGET_EXHAUSTED'; unallocated: bigint };

/** What is committed to a wave; null when it was never given money. */
export const commitmentOf = async (transaction: Transaction, wave: number): Promise<Commitment | null> =>
  (await execute(transaction, COMMITMENTS, [[wave]])).rows[0] ?? null;

/**
 * Commits money of a year to a wave, for all that its people may be paid. It waits for whoever holds the year. A
 * reference that was committed before is answered as then.
 * @throws RangeError for an amount below one, or a wave with money of another year
 */
export const commitFunds = async (
  transaction: Transaction,
  { wave, year, amount, reference, at, requestId }: FundingFacts & { year: number; amount: bigint },
): Promise<FundingDecision> => {
  if (amount < 1n) throw new RangeError(`not an amount to commit: ${amount}`);
  const [money] = (await execute(transaction, LOCK_YEAR, [year])).rows;
  if (!money) return { isCommitted: false, reason: 'YEAR_WITHOUT_BUDGET', unallocated: 0n };
  const known = await commitmentOf(transaction, wave);
  if (known && known.year !== year) throw new RangeError(`wave ${wave} has money of ${known.year}, not of ${year}`);
  // Known before the budget refuses it.
  if ((await execute(transaction, POSTED, [reference])).rows.length > 0) return { isCommitted: true };
  const { unallocated } = money;
  if (unallocated < amount) return { isCommitted: false, reason: 'BUDGET_EXHAUSTED', unallocated };
  const postings = [
    { account: 'UNALLOCATED' as const, participantId: null, amount: -amount },
    { account: 'COMMITTED' as const, participantId: null, amount },
  ];
  await post(transaction, { kind: 'COMMIT', reference, waveNumber: wave, year, at, requestId, postings });
  return { isCommitted: true };
};

/**
 * Gives money that was committed to a wave back to its year: `amount`, or all that is left; never more than is left.
 * @returns how much was released; 0 when nothing was left, or the reference was used before
 */
export const releaseFunds = async (
  transaction: Transaction,
  { wave, amount, reference, at, requestId }: FundingFacts & { amount?: bigint },
): Promise<bigint> => {
  const known = await commitmentOf(transaction, wave);
  if (!known) return 0n;
  await execute(transaction, LOCK_YEAR, [known.year]);
  await execute(transaction, LOCK_COMMITMENT, [wave]);
  const { year = known.year, left = 0n } = (await commitmentOf(transaction, wave)) ?? {};
  const released = amount === undefined || amount > left ? left : amount;
  if (released <= 0n) return 0n;
  const postings = [
    { account: 'COMMITTED' as const, participantId: null, amount: -released },
    { account: 'UNALLOCATED' as const, participantId: null, amount: released },
  ];
  const entry = { kind: 'UNCOMMIT' as const, reference, waveNumber: wave, year, at, requestId, postings };
  return (await post(transaction, entry)) ? released : 0n;
};
