import { dataNeedsOf, personalDataOf } from '../data-need.ts';
import type { Rule } from '../rule.ts';
import { unlessOnTerms } from './terms-demanded.ts';

/** Keeps personal data from a subgraph that has not taken on its owner's terms: purpose, class and consent. */
export const dataUseRule: Rule = (context) =>
  dataNeedsOf(context)
    .filter(({ permission }) => permission !== 'PROVIDE_FIELDS')
    .flatMap(({ taken, owner, node }) => {
      const dataClass = personalDataOf(context.owners, taken);
      if (dataClass === undefined) return [];
      return unlessOnTerms(context, node, {
        rule: 'data-use',
        code: 'PERSONAL_DATA_WITHOUT_TERMS',
        owner,
        field: taken,
        class: dataClass,
        says: `${taken} holds personal data (${dataClass.toLowerCase()}) and would leave ${owner}`,
        permission: 'REQUIRE_FIELDS',
      });
    });
