import type { Text } from '../../../kit/language.ts';
import type { FactsRow } from '../facts.statement.ts';

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
