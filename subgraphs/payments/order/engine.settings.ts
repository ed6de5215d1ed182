import type { PartnerAdapter } from '../partner/index.ts';
import type { BreakerOptions } from './breaker.ts';
import type { OrderRules } from './order.machine.ts';
import type { RetryBudgetOptions } from './retry-budget.ts';

export interface EngineSettings {
  /** Calls to one partner at the same time, of one worker. */
  concurrency: number;
  /** Orders of one claim; of a partner that pays duplicates only as many as calls, since each may need a person. */
  claim: number;
  /** How long a call may take; shorter than any partner's `resendWaitMs`. */
  callMs: number;
  /** How long after its claim a worker may begin a call. */
  leaseMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
  suspectAfterMs: number;
  suspectEveryMs: number;
  /** How long a worker rests that found nothing to do. */
  idleMs: number;
  breaker: Partial<BreakerOptions>;
  budget: Partial<RetryBudgetOptions>;
}

export const engineDefaults: EngineSettings = {
  concurrency: 64,
  claim: 256,
  callMs: 8_000,
  leaseMs: 30_000,
  firstPauseMs: 5_000,
  longestPauseMs: 600_000,
  suspectAfterMs: 24 * 3_600_000,
  suspectEveryMs: 2 * 3_600_000,
  idleMs: 1_000,
  breaker: {},
  budget: {},
};

/** How orders of a partner are followed up. */
export const rulesOf = (partner: PartnerAdapter, settings: EngineSettings): OrderRules => {
  const { refusesDuplicates, resendWaitMs } = partner;
  const { leaseMs, firstPauseMs, longestPauseMs, suspectAfterMs, suspectEveryMs } = settings;
  return { refusesDuplicates, resendWaitMs, leaseMs, firstPauseMs, longestPauseMs, suspectAfterMs, suspectEveryMs };
};
