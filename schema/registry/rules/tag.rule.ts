import type { ConstDirectiveNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { textArgument } from '../sdl/directive.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'tag';
/** What federation takes as a tag. */
const wellFormed = /^[A-Za-z_][\w/-]{0,127}$/;

/** Tags that mark personal data take nothing from anybody. */
const isPersonal = (name: string) => /^personal-data\/(general|specific|none)$/.test(name);

/** Keeps tags to their owners: a tag of an audience publishes what carries it. */
export const tagRule: Rule = (context) =>
  placesIn(context.part.document).flatMap(({ coordinate, directives }) =>
    directives.filter(({ name }) => name.value === 'tag').flatMap((node) => findingsOf(context, node, coordinate)),
  );

const findingsOf = (context: RuleContext, node: ConstDirectiveNode, coordinate: string): Finding[] => {
  const { owners } = context;
  const tag = textArgument(node, 'name');
  if (isPersonal(tag)) return [];
  const recorded = Object.hasOwn(owners.record.tags, tag) ? owners.record.tags[tag] : undefined;
  // A tag of nobody's could be the audience of tomorrow.
  const owner = recorded ?? owners.ofPrefix(tag) ?? owners.record.steward;
  const message = `${coordinate} has the tag "${tag}", which belongs to ${owner}`;
  const need = { owner, on: 'tag', permission: 'USE' as const, name: tag };
  const refused = unlessGranted(context, node, { rule, code: 'TAG_OF_ANOTHER', message, coordinate, need });
  if (refused.length > 0 || wellFormed.test(tag)) return refused;
  const malformed = `the tag of ${coordinate} is made of letters, digits, _, - and /, at most 128, a letter first`;
  return [findingAt(node, { rule, code: 'TAG_MALFORMED', message: malformed, coordinate })];
};
