import type { ConstDirectiveNode } from 'graphql';
import { dataNeedsOf } from '../data-need.ts';
import { findingAt, type Rule } from '../rule.ts';
import { argumentOf, directivesOf, textsIn } from '../sdl/directive.ts';

/** What guards a field: its own directives and those of its type. */
interface Guards {
  directives?: readonly ConstDirectiveNode[] | undefined;
}

/**
 * Keeps what was made of protected data as protected: the gateway fetches what `@requires` names for whoever may read
 * the field that requires it.
 */
export const protectionRule: Rule = (context) =>
  dataNeedsOf(context).flatMap(({ taken, owner, node, by }) => {
    if (!by) return [];
    const [type = '', field = ''] = taken.split('.');
    const guards: Guards[] = [
      ...context.owners.stated(type, field).map((each) => each.node as Guards),
      ...context.owners.ownPartsOf(type),
    ];
    const own: Guards[] = [by.field as Guards, by.type];
    const isLost = guards.some((guard) => isGuarded(guard) && !own.some((each) => isAsStrict(each, guard)));
    if (!isLost) return [];
    const message = `${by.coordinate} is made of ${taken} of ${owner} and asks less of its reader: give it the @authenticated and @requiresScopes of ${taken}`;
    return [
      findingAt(node, { rule: 'protection', code: 'PROTECTION_LOST', message, coordinate: by.coordinate, owner }),
    ];
  });

const scopeSetsOf = (guards: Guards): string[][] =>
  directivesOf(guards, 'requiresScopes').flatMap((directive) => {
    const scopes = argumentOf(directive, 'scopes');
    return scopes?.kind === 'ListValue' ? scopes.values.map(textsIn) : [];
  });

const isGuarded = (guards: Guards) =>
  directivesOf(guards, 'authenticated').length > 0 || directivesOf(guards, 'requiresScopes').length > 0;

/** Whether everyone who meets `own` meets `other`. */
const isAsStrict = (own: Guards, other: Guards): boolean => {
  const sets = scopeSetsOf(own);
  const others = scopeSetsOf(other);
  if (others.length === 0) return isGuarded(own);
  return sets.length > 0 && sets.every((set) => others.some((each) => each.every((scope) => set.includes(scope))));
};
