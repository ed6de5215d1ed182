import type { Transaction } from '../../kit/database.ts';
import { type Budget, budgets } from './budgets.data.ts';
import { post } from './ledger.service.ts';

/** Puts a year's money at the programme's disposal; a year that was posted before is left alone. */
export const postBudget = (
  transaction: Transaction,
  { year, amount, from }: Omit<Budget, 'source'>,
  requestId: string,
) =>
  post(transaction, {
    kind: 'BUDGET',
    reference: `budget:${year}`,
    waveNumber: null,
    year,
    at: new Date(`${from}T00:00:00+07:00`),
    requestId,
    postings: [
      { account: 'TREASURY', participantId: null, amount: -amount },
      { account: 'UNALLOCATED', participantId: null, amount },
    ],
  });

/** Posts every known budget, in `transaction`; may be called again. */
export const postBudgets = async (transaction: Transaction, requestId: string): Promise<void> => {
  for (const budget of budgets) await postBudget(transaction, budget, requestId);
};
