import type { ServerResponse } from 'node:http';
import type { Price } from './execution.ts';
import type { Budget, BudgetState } from './rate-limit.ts';

/** Seconds that a budget is for. */
const windowSeconds = 60;

/** What the caller may still spend, in points, as the IETF's draft on RateLimit header fields has it. */
export const budgetHeaders = ({ limit, remaining, resetSeconds }: BudgetState): Record<string, string> => ({
  'ratelimit-policy': `"points";q=${limit};w=${windowSeconds}`,
  ratelimit: `"points";r=${Math.max(0, Math.floor(remaining))};t=${resetSeconds}`,
});

/** Says what the caller may still spend, unless there is no limit, and what this operation took. */
export const showBudget = (response: ServerResponse, budget: Budget, price?: Price): void => {
  const state = budget.state();
  if (state !== undefined) {
    for (const [name, value] of Object.entries(budgetHeaders(state))) response.setHeader(name, value);
  }
  if (price !== undefined) response.setHeader('x-cost', `requested=${price.requested}, actual=${price.actual}`);
};
