import type { CompositionError } from '../composition.ts';
import type { Finding } from '../finding.ts';
import { findingAt, type RuleContext } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';

/** Says why the candidate does not compose with the rest of the graph, at the first of its elements that is named. */
export const compositionFindings = (context: RuleContext, errors: readonly CompositionError[]): Finding[] => {
  const places = new Map(placesIn(context.part.document).map((place) => [place.coordinate, place.node]));
  return errors.map(({ code, message }) => {
    const named = message.match(/[A-Za-z_]\w*(\.\w+)?(\(\w+:\))?/g) ?? [];
    const coordinate =
      named.find((each) => each.includes('.') && places.has(each)) ?? named.find((each) => places.has(each));
    return findingAt(places.get(coordinate ?? ''), {
      rule: 'composition',
      code,
      message,
      coordinate: coordinate ?? '',
    });
  });
};
