import type { ServerResponse } from 'node:http';

/** Points of a minute. */
export interface BudgetState {
  limit: number;
  remaining: number;
  resetSeconds: number;
}

/** Points of one operation: what it could have returned at most, and what it returned. */
export interface Price {
  requested: number;
  actual: number;
}

/** Seconds that a budget is for. */
const windowSeconds = 60;

const policyOf = ({ limit }: BudgetState) => `"points";q=${limit};w=${windowSeconds}`;
const leftOf = ({ remaining, resetSeconds }: BudgetState) =>
  `"points";r=${Math.max(0, Math.floor(remaining))};t=${resetSeconds}`;

/** What the caller may still spend, in points, as the IETF's draft on RateLimit header fields has it. */
export const budgetHeaders = (state: BudgetState): Record<string, string> => ({
  'ratelimit-policy': policyOf(state),
  ratelimit: leftOf(state),
});

/** Says what the caller may still spend, unless there is no limit, and what this operation took. */
export const showBudget = (
  response: ServerResponse,
  budget: { state(): BudgetState | undefined },
  price?: Price,
): void => {
  const state = budget.state();
  if (state !== undefined) {
    response.setHeader('ratelimit-policy', policyOf(state));
    response.setHeader('ratelimit', leftOf(state));
  }
  if (price !== undefined) response.setHeader('x-cost', `requested=${price.requested}, actual=${price.actual}`);
};
