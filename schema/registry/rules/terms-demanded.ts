import type { ASTNode } from 'graphql';
import type { Finding } from '../finding.ts';
import type { Permission } from '../grant.ts';
import { lapseOf } from '../permits.ts';
import { findingAt, type RuleContext } from '../rule.ts';
import type { DataUseTerms, PersonalDataClass } from '../terms.ts';

/** Personal data that a candidate touches, and on whose terms it may. */
export interface DemandedTerms {
  rule: string;
  code: string;
  /** What would be done, before the words on terms. */
  says: string;
  /** Coordinate that the terms are about. */
  field: string;
  owner: string;
  class: PersonalDataClass;
  /** What a grant with these terms allows. */
  permission: Permission;
}

/** No finding where the owner's terms are in force; else one that says how to ask for them. */
export const unlessOnTerms = (context: RuleContext, node: ASTNode, demanded: DemandedTerms): Finding[] => {
  const { terms, candidate, now } = context;
  const { rule, code, says, field, owner, class: dataClass, permission } = demanded;
  if (owner === candidate.organization) return [];
  const those = terms.filter(
    (each) => each.owner === owner && each.to === candidate.organization && each.field === field,
  );
  if (those.some((each) => covers(each, dataClass) && !lapseOf(each, now))) return [];
  const [first] = those;
  const lapse = first && (lapseOf(first, now) ?? 'not enough for it');
  const asked = { owner, to: candidate.organization, field, class: dataClass, purpose: '…', isConsentNeeded: true };
  return [
    findingAt(node, {
      rule,
      code,
      owner,
      coordinate: field,
      message: `${says} without terms on its use${lapse ? ` (terms: ${lapse})` : ''}`,
      howToAsk: `Ask ${owner} for the terms ${JSON.stringify(asked)}; two people of ${owner} decide about a grant of ${permission} with them.`,
    }),
  ];
};

const isStated = (text: string) => text.trim().length >= 10;

const covers = (terms: DataUseTerms, dataClass: PersonalDataClass): boolean =>
  (terms.class === 'SPECIFIC' || terms.class === dataClass) &&
  isStated(terms.purpose) &&
  terms.approvedBy !== '' &&
  terms.approvedBy !== terms.grantedBy;
