import type { Refusal } from '../../kit/refusal.ts';

/** How a typed code was found. */
export interface CodeAnswer {
  /** Null when it is right and was not used before. */
  refusal: Refusal | null;
  /** Whether a try is to be counted. */
  counts: boolean;
  wasUsed: boolean;
}
