import { isOver, type StandingDeprecation } from '../deprecation.ts';
import type { GraphRule } from '../graph-rule.ts';
import { findingAt } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';

/** Keeps a deprecated element until all who used it have acknowledged that it goes, or its deadline has passed. */
export const removalRule: GraphRule = ({ deprecations = [], organizationNames = {}, now, part, supergraphs }) => {
  const after = new Set(placesIn(supergraphs.after.document).map(({ coordinate }) => coordinate));
  return deprecations
    .filter((each) => !after.has(each.coordinate) && !isOver(each, now))
    .flatMap((deprecation) => {
      const { coordinate } = deprecation;
      const node = part.types.get(coordinate.split('.', 1)[0] ?? '')?.nodes[0];
      const say = (code: string, message: string) => findingAt(node, { rule: 'removal', code, message, coordinate });
      const waiting = deprecation.users
        .filter(({ isAcknowledged }) => !isAcknowledged)
        .map((user) => say('DEPRECATION_NOT_ACKNOWLEDGED', notAcknowledged(deprecation, user, organizationNames)));
      return deprecation.isCounted ? waiting : [...waiting, say('DEPRECATION_NOT_COUNTED', notCounted(deprecation))];
    });
};

const notAcknowledged = (
  { coordinate, until }: StandingDeprecation,
  { organization }: { organization: string },
  names: Readonly<Record<string, string>>,
): string => {
  const who = names[organization] === undefined ? organization : `${names[organization]} (${organization})`;
  return `${who} uses ${coordinate} and has not acknowledged that it goes: wait for that, or until ${until} is over`;
};

const notCounted = ({ coordinate, until }: StandingDeprecation): string =>
  `nobody has counted yet who uses ${coordinate}: wait for that, or until ${until} is over`;
