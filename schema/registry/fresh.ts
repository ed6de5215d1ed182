import { foreignType } from './foreign.ts';
import type { RuleContext } from './rule.ts';
import { rootTypes } from './sdl/part.ts';
import { type Place, placesIn } from './sdl/places.ts';

/**
 * Elements of a candidate's own that its live revision does not have: how to name and describe is said of these alone,
 * since clients know the others as they are.
 */
export const freshPlaces = (context: RuleContext): Place[] => {
  const known = new Set(
    context.before ? placesIn(context.before.part.document).map(({ coordinate }) => coordinate) : [],
  );
  return placesIn(context.part.document).filter(({ coordinate }) => {
    const type = coordinate.split('.', 1)[0] ?? '';
    return (
      !known.has(coordinate) && (coordinate === type ? !rootTypes.has(type) : true) && !isForeign(context, coordinate)
    );
  });
};

/** Fields that are added to another's type are the candidate's own. */
const isForeign = (context: RuleContext, coordinate: string): boolean => {
  const [type = '', rest] = coordinate.split('.');
  const part = context.part.types.get(type);
  if (!part || !foreignType(context, part)) return false;
  const field = rest?.replace(/\(.*$/, '');
  if (field === undefined) return true;
  const owner = context.owners.ofField(type, field);
  const isKey = context.owners.ownPartsOf(type).some((own) => context.owners.isKeyField(own, field));
  return isKey || (owner !== undefined && owner !== context.candidate.organization);
};
