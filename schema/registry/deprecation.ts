import { type ConstDirectiveNode, Kind } from 'graphql';
import type { SchemaPart } from './sdl/part.ts';
import { type Place, placesIn } from './sdl/places.ts';
import type { Use } from './use.ts';

/** What a reason of `@deprecated` promises, such as "Use `skills` until 2027-12-31." */
export interface DeprecationTerms {
  /** What to use instead, as the reason names it. */
  replacement: string;
  /** The last day on which the element is certain to be there, as YYYY-MM-DD. */
  until: string;
}

/** An element that an SDL deprecates. */
export interface DeprecatedPlace extends Place {
  reason: string;
  /** Undefined where the reason has no stable form. */
  terms: DeprecationTerms | undefined;
}

/** A deprecation that has begun, with the organisations that used the element. */
export interface StandingDeprecation {
  coordinate: string;
  until: string;
  /** Whether its users are known: nobody's silence counts where nobody has counted. */
  isCounted: boolean;
  users: readonly { organization: string; isAcknowledged: boolean }[];
}

const form =
  /^Use (?:`(?<quoted>[^`]{1,200})`|(?<named>[\w.():]{1,200}))[^`]{0,400}?\buntil (?<until>\d{4}-\d{2}-\d{2})\b/;

const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** Returns undefined for a reason without a replacement, or without a day of the calendar. */
export const termsOf = (reason: string): DeprecationTerms | undefined => {
  const { quoted, named = '', until = '' } = form.exec(reason)?.groups ?? {};
  const replacement = quoted ?? named;
  return isDay(until) ? { replacement, until } : undefined;
};

const reasonOf = ({ arguments: given = [] }: ConstDirectiveNode): string => {
  const value = given.find(({ name }) => name.value === 'reason')?.value;
  return value?.kind === Kind.STRING ? value.value : '';
};

/** Returns what an SDL deprecates, in its order. */
export const deprecatedIn = ({ document }: Pick<SchemaPart, 'document'>): DeprecatedPlace[] =>
  placesIn(document).flatMap((place) => {
    const directive = place.directives.find(({ name }) => name.value === 'deprecated');
    if (!directive) return [];
    const reason = reasonOf(directive);
    return [{ ...place, reason, terms: termsOf(reason) }];
  });

/** The day in Jakarta: deadlines are days there. */
export const dayIn = (now: Date): string => new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

export const isOver = ({ until }: Pick<StandingDeprecation, 'until'>, now: Date): boolean => until < dayIn(now);

/** Returns the uses that still speak against a removal: not those of who acknowledged it, nor any behind the deadline. */
export const unsettledUses = (
  usage: readonly Use[] | undefined,
  { deprecations = [], now }: { deprecations?: readonly StandingDeprecation[] | undefined; now: Date },
): readonly Use[] | undefined => {
  const standing = new Map(deprecations.map((each) => [each.coordinate, each]));
  return usage?.filter(({ coordinate, organization }) => {
    const found = standing.get(coordinate);
    if (!found) return true;
    const isAcknowledged = found.users.some((each) => each.organization === organization && each.isAcknowledged);
    return !isOver(found, now) && !isAcknowledged;
  });
};

/**
 * Decides whether the rule on removals alone speaks of these elements: all of them are deprecated, and who uses them is
 * counted, or their deadline has passed.
 */
export const areDeprecated = (
  coordinates: readonly string[],
  { deprecations = [], now }: { deprecations?: readonly StandingDeprecation[] | undefined; now: Date },
): boolean => {
  const standing = new Map(deprecations.map((each) => [each.coordinate, each]));
  const found = coordinates.map((coordinate) => standing.get(coordinate));
  return found.every((each) => each !== undefined && (each.isCounted || isOver(each, now)));
};
