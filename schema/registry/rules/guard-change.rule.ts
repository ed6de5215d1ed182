import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { personalTagOf } from '../data-need.ts';
import type { Finding } from '../finding.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import { rememberedFor } from '../remembered.ts';
import { findingAt } from '../rule.ts';
import { directivesText } from '../sdl/normal.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'guard-change';
const guards = ['authenticated', 'requiresScopes'];

interface Guard {
  /** Directives of access control, in one order. */
  text: string;
  isPersonal: boolean;
}

/** Points out what a revision opens to more people, or closes to some; what holds personal data stays closed. */
export const guardChangeRule: GraphRule = (context) => {
  const { supergraphs } = context;
  const before = guardsIn(supergraphs.before.document);
  const after = guardsIn(supergraphs.after.document);
  return [...before].flatMap(([coordinate, was]) => {
    const now = after.get(coordinate);
    return now ? changes(context, coordinate, { was, now }) : [];
  });
};

const guardsIn = rememberedFor(
  (supergraph: DocumentNode): ReadonlyMap<string, Guard> =>
    new Map(
      placesIn(supergraph).map(({ coordinate, node, directives }) => {
        const own = directives.filter(({ name }) => guards.includes(name.value)) as ConstDirectiveNode[];
        const isPersonal = node.kind === Kind.FIELD_DEFINITION && personalTagOf(node) !== undefined;
        return [coordinate, { text: directivesText(own), isPersonal }];
      }),
    ),
);

const changes = (context: GraphContext, coordinate: string, { was, now }: { was: Guard; now: Guard }): Finding[] => {
  if (was.text === now.text && was.isPersonal === now.isPersonal) return [];
  const node = placesIn(context.part.document).find((place) => place.coordinate === coordinate)?.node;
  const at = (severity: Finding['severity'], code: string, message: string) =>
    findingAt(node, { rule, severity, code, message, coordinate });
  const found: Finding[] = [];
  if (was.isPersonal && !now.isPersonal)
    found.push(at('ERROR', 'PERSONAL_DATA_UNMARKED', `${coordinate} holds personal data, and would no longer say so`));
  if (was.text === now.text) return found;
  if (now.text === '') {
    const message = `${coordinate} was for callers with ${was.text}, and would be open to everybody`;
    return [...found, at(was.isPersonal ? 'ERROR' : 'WARNING', 'GUARD_REMOVED', message)];
  }
  const message = `${coordinate} would ask ${now.text} of its readers${was.text ? ` instead of ${was.text}` : ''}: who does not meet it gets null`;
  return [...found, at('WARNING', 'GUARD_CHANGED', message)];
};
