import { type DeprecatedPlace, dayIn, deprecatedIn } from '../deprecation.ts';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';

/** Days between a deprecation and the earliest deadline that its clients can be expected to meet. */
export const NOTICE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Refuses a deprecation that says neither what to use instead nor until when, and a deadline that comes closer. */
export const deprecationRule: Rule = ({ part, before, now }) => {
  const known = new Map(before ? deprecatedIn(before.part).map((place) => [place.coordinate, place]) : []);
  const earliest = dayIn(new Date(now.getTime() + NOTICE_DAYS * DAY_MS));
  return deprecatedIn(part).flatMap((place) => {
    const earlier = known.get(place.coordinate);
    return earlier?.reason === place.reason ? [] : findingsOf(place, earlier, earliest);
  });
};

const findingsOf = (place: DeprecatedPlace, earlier: DeprecatedPlace | undefined, earliest: string): Finding[] => {
  const { coordinate, node, terms } = place;
  const say = (code: string, message: string) => [
    findingAt(node, { rule: 'deprecation', code, coordinate, message: `${coordinate} ${message}` }),
  ];
  if (!terms)
    return say(
      'DEPRECATION_MALFORMED',
      'is deprecated without saying what to use and until when: write reason: "Use `name` until YYYY-MM-DD"',
    );
  const promised = earlier?.terms?.until;
  if (promised !== undefined)
    return terms.until < promised
      ? say('DEADLINE_CLOSER', `was promised until ${promised}: a deadline may be later, never earlier`)
      : [];
  return terms.until < earliest
    ? say(
        'DEADLINE_TOO_CLOSE',
        `is deprecated until ${terms.until}: its clients need ${NOTICE_DAYS} days, until ${earliest}`,
      )
    : [];
};
