import { canonicalText, type Facts, hashOf } from './facts.ts';
import type { Decision, Reason } from './judge/index.ts';
import type { Policy, Rule } from './policy.ts';
import { holds, toSql } from './predicate.ts';

export type { Decision, Reason } from './judge/index.ts';

const rulesInForce = ({ rules }: Policy): Rule[] => rules.filter(({ isOff }) => !isOff);

export const reasonOf = ({ code, article, reason }: Rule): Reason => ({ code, article, text: reason });

/** Decides by the rules of one policy version. Pure: the same facts get the same decision for ever. */
export const evaluate = (policy: Policy, facts: Facts): Decision => {
  const text = canonicalText(facts);
  const failed = rulesInForce(policy).filter(({ isMet }) => !holds(isMet, facts));
  return {
    isEligible: failed.length === 0,
    policyVersion: policy.version,
    facts: text,
    factsHash: hashOf(text),
    reasons: failed.map(reasonOf),
  };
};

/** The codes of `evaluate(policy, facts).reasons`, as an SQL expression over the columns of the facts. */
export const reasonsSql = (policy: Policy): string => {
  const codes = rulesInForce(policy).map(({ code, isMet }) => `case when ${toSql(isMet)} then null else '${code}' end`);
  return `array_remove(array[${codes.join(', ')}]::text[], null)`;
};

/** Returns `reasonsSql` for the version that a column names; the expression is null where it names none. */
export const reasonsByVersionSql = (policies: readonly Policy[], versionColumn: string): string => {
  const cases = policies.map((policy) => `when '${policy.version}' then ${reasonsSql(policy)}`);
  return `case ${versionColumn} ${cases.join(' ')} end`;
};
