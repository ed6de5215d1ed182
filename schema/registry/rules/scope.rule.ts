import type { ConstDirectiveNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { argumentOf, textOf } from '../sdl/directive.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'scope';
/** What every token of a person has. */
const self = 'self';

/** Keeps scopes to their owners, and guards from being empty: an empty list of scopes guards nothing. */
export const scopeRule: Rule = (context) =>
  placesIn(context.part.document).flatMap(({ coordinate, directives }) =>
    directives
      .filter(({ name }) => name.value === 'requiresScopes')
      .flatMap((node) => findingsOf(context, node, coordinate)),
  );

const findingsOf = (context: RuleContext, node: ConstDirectiveNode, coordinate: string): Finding[] => {
  const scopes = argumentOf(node, 'scopes');
  const sets = scopes?.kind === 'ListValue' ? scopes.values : [];
  const inSets = sets.map((set) => (set.kind === 'ListValue' ? set.values.map(textOf) : [textOf(set)]));
  if (inSets.length === 0 || inSets.some((set) => set.length === 0 || set.includes(''))) {
    const message = `${coordinate} has an empty list of scopes, which everybody meets`;
    return [findingAt(node, { rule, code: 'SCOPES_EMPTY', message, coordinate })];
  }
  return [...new Set(inSets.flat())].flatMap((scope) => scopeFindings(context, node, [scope, coordinate]));
};

const scopeFindings = (
  context: RuleContext,
  node: ConstDirectiveNode,
  [scope, coordinate]: [string, string],
): Finding[] => {
  const { owners, candidate } = context;
  if (scope === self) return [];
  const recorded = Object.hasOwn(owners.record.scopes, scope) ? owners.record.scopes[scope] : undefined;
  const owner = recorded ?? owners.ofPrefix(scope);
  if (owner === undefined || !/^[\w-]+(:[\w-]+)+$/.test(scope)) {
    const own = owners.record.prefixes[candidate.organization]?.[0] ?? '';
    const message = `${coordinate} asks for the scope "${scope}", which nobody can hold; your own begin with ${own}:`;
    return [findingAt(node, { rule, code: 'SCOPE_UNKNOWN', message, coordinate })];
  }
  const message = `${coordinate} asks for ${scope}, a scope of ${owner}`;
  const need = { owner, on: 'scope', permission: 'USE' as const, name: scope };
  return unlessGranted(context, node, { rule, code: 'SCOPE_OF_ANOTHER', message, coordinate, need });
};
