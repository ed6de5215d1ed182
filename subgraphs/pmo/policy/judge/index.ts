import type { Transaction } from '../../../kit/database.ts';
import type { Text } from '../../../kit/language.ts';
import type { FactsRow } from '../facts.statement.ts';
import type { Purpose } from '../purpose.ts';

export { type FactsRow, factColumns, factsOfFewSql, rememberFacts, storeDecisions } from '../facts.statement.ts';

/** A condition that is not met: its code, where it is written, and what the person is told. */
export interface Reason {
  code: string;
  article: string;
  text: Text;
}

/** Whether a person is eligible, by which version and on which facts. */
export interface Decision {
  isEligible: boolean;
  policyVersion: string;
  /** Canonical text of all that was looked at. */
  facts: string;
  /** SHA-256 of `facts`, in hexadecimal. */
  factsHash: string;
  /** Every rule that is not met, in the order of the version; empty for the eligible. */
  reasons: readonly Reason[];
}

/** What a feature asks of the policy without knowing its versions; `PolicyService` does it. */
export interface Judge {
  /** Decides by a version, from facts that were read. Pure. @throws RangeError when no policy has this version */
  judge(version: string, facts: FactsRow): Decision;
  /** Returns the rules of a version that have these codes, as reasons. @throws RangeError */
  reasonsOf(version: string, codes: readonly string[]): Reason[];
}

export interface DecideRequest {
  participantIds: readonly string[];
  purpose: Purpose;
  /** The wave's own policy version applies. Only an ENQUIRY may leave it out: then the version in force on `asOf`. */
  wave: number | null;
  /** Day of Asia/Jakarta, `YYYY-MM-DD`. */
  asOf: string;
  /** Facts that whoever asks has established and that are in no table. */
  but?: Partial<FactsRow>;
}

/** What a feature asks that decides about people by what is known of them; `PolicyService` does it. */
export interface Decider {
  /**
   * Judges these people, and stores the decisions unless it is an ENQUIRY.
   * @throws RangeError for a wave that is unknown
   */
  decide(tx: Transaction, request: DecideRequest): Promise<Map<string, Decision>>;
}
