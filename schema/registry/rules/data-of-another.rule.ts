import { dataNeedsOf } from '../data-need.ts';
import { type Rule, unlessGranted } from '../rule.ts';

const how = {
  REQUIRE_FIELDS: 'would be sent',
  PROVIDE_FIELDS: 'would answer, on a path of its own,',
} as const;

/** Keeps other owners' fields from being sent to a subgraph, or answered by it, without the owner's word. */
export const dataOfAnotherRule: Rule = (context) =>
  dataNeedsOf(context).flatMap(({ taken, owner, permission, node }) => {
    const [on = '', name] = taken.split('.');
    const verb = permission === 'PROVIDE_FIELDS' ? how.PROVIDE_FIELDS : how.REQUIRE_FIELDS;
    return unlessGranted(context, node, {
      rule: 'data-of-another',
      code: permission === 'PROVIDE_FIELDS' ? 'FIELD_PROVIDED' : 'FIELD_REQUIRED',
      message: `${context.candidate.organization} ${verb} ${taken}, which belongs to ${owner}`,
      coordinate: taken,
      need: { owner, on, permission, name },
    });
  });
