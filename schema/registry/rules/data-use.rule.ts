import { type DataRequirement, dataNeedsOf, personalDataOf } from '../data-need.ts';
import type { Finding } from '../finding.ts';
import { lapseOf } from '../permits.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import type { DataUseTerms, PersonalDataClass } from '../terms.ts';

const rule = 'data-use';

/** Keeps personal data from a subgraph that has not taken on its owner's terms: purpose, class and consent. */
export const dataUseRule: Rule = (context) =>
  dataNeedsOf(context)
    .filter(({ permission }) => permission !== 'PROVIDE_FIELDS')
    .flatMap((need) => {
      const dataClass = personalDataOf(context.owners, need.taken);
      return dataClass === undefined ? [] : withoutTerms(context, need, dataClass);
    });

const withoutTerms = (context: RuleContext, need: DataRequirement, dataClass: PersonalDataClass): Finding[] => {
  const { terms, candidate, now } = context;
  const { taken, owner, node } = need;
  const those = terms.filter(
    (each) => each.owner === owner && each.to === candidate.organization && each.field === taken,
  );
  if (those.some((each) => covers(each, dataClass) && !lapseOf(each, now))) return [];
  const [first] = those;
  const lapse = first && (lapseOf(first, now) ?? 'not enough for it');
  const asked = {
    owner,
    to: candidate.organization,
    field: taken,
    class: dataClass,
    purpose: '…',
    isConsentNeeded: true,
  };
  return [
    findingAt(node, {
      rule,
      code: 'PERSONAL_DATA_WITHOUT_TERMS',
      message: `${taken} holds personal data (${dataClass.toLowerCase()}) and would leave ${owner} without terms on its use${lapse ? ` (terms: ${lapse})` : ''}`,
      coordinate: taken,
      owner,
      howToAsk: `Ask ${owner} for the terms ${JSON.stringify(asked)}; two people of ${owner} decide.`,
    }),
  ];
};

const isStated = (text: string) => text.trim().length >= 10;

const covers = (terms: DataUseTerms, dataClass: PersonalDataClass): boolean =>
  (terms.class === 'SPECIFIC' || terms.class === dataClass) &&
  isStated(terms.purpose) &&
  terms.approvedBy !== '' &&
  terms.approvedBy !== terms.grantedBy;
