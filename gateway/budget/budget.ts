import type { BudgetState } from '../rate-headers.ts';

/** What an organisation may still spend today, as answers show it. */
export interface DayState {
  organization: string;
  /** Points of the day. */
  points: number;
  left: number;
  /** When the next day begins in Jakarta. */
  resetsAt: string;
}

/** What one caller may still spend in this minute. */
export interface Budget {
  /** @throws RequestRefusal 429 RATE_LIMITED or, of a day's points, BUDGET_SPENT, when less than `points` is left; `spend(0)` when nothing is. */
  spend(points: number): void;
  /** Counts what was used already. */
  charge(points: number): void;
  /** Gives back a part of what was spent last, in the minute in which it was spent. */
  refund(points: number): void;
  isExhausted(): boolean;
  /** Undefined without a limit. */
  state(): BudgetState | undefined;
  /** What the caller's organisation may still spend today; undefined without one, or without a limit. */
  ofDay(): DayState | undefined;
}
