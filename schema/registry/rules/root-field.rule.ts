import type { Finding } from '../finding.ts';
import { beginsWithWord } from '../owners.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { hasDirective } from '../sdl/directive.ts';
import { memberText } from '../sdl/normal.ts';
import { type MemberNode, rootTypes } from '../sdl/part.ts';

const rule = 'root-field';

/** Keeps each root field to its owner, and new ones to names that begin with a word of their publisher. */
export const rootFieldRule: Rule = (context) =>
  [...rootTypes].flatMap((root) =>
    (context.part.types.get(root)?.fields ?? []).flatMap((field) => findingsOf(context, root, field)),
  );

const findingsOf = (context: RuleContext, root: string, field: MemberNode): Finding[] => {
  const { owners, candidate } = context;
  const owner = owners.ofField(root, field.name.value);
  if (owner === undefined || owner === candidate.organization) return newField(context, root, field);
  return hasDirective(field, 'override') ? [] : takenField(context, { root, field, owner });
};

const takenField = (
  context: RuleContext,
  { root, field, owner }: { root: string; field: MemberNode; owner: string },
): Finding[] => {
  const name = field.name.value;
  const coordinate = `${root}.${name}`;
  const message = `${coordinate} is answered by ${owner}, and ${context.candidate.organization} would answer it too`;
  const need = { owner, on: root, permission: 'SHARE_FIELDS' as const, name };
  const refused = unlessGranted(context, field, { rule, code: 'ROOT_FIELD_OF_ANOTHER', message, coordinate, need });
  const stated = context.owners.stated(root, name).map(({ node }) => memberText(node, ['shareable']));
  if (refused.length > 0 || stated.includes(memberText(field, ['shareable']))) return refused;
  const changed = `${coordinate} is shared with ${owner} and differs from what ${owner} states of it`;
  return [findingAt(field, { rule, code: 'SHARED_FIELD_CHANGED', message: changed, coordinate, owner })];
};

const newField = (context: RuleContext, root: string, field: MemberNode): Finding[] => {
  const { owners, candidate } = context;
  const name = field.name.value;
  const coordinate = `${root}.${name}`;
  const own = owners.record.prefixes[candidate.organization] ?? [];
  if (own.some((word) => beginsWithWord(name, word))) return [];
  const prefixOwner = owners.ofPrefix(name);
  const owner = prefixOwner ?? owners.record.steward;
  const need = { owner, on: root, permission: 'ADD_FIELDS' as const, name };
  const message =
    prefixOwner === undefined
      ? `${coordinate} must begin with a word of ${candidate.organization} (${own.join(', ')}), such as ${example(own, name)}`
      : `${coordinate} begins with a word of ${prefixOwner}`;
  const code = prefixOwner === undefined ? 'ROOT_FIELD_WITHOUT_PREFIX' : 'ROOT_PREFIX_OF_ANOTHER';
  return unlessGranted(context, field, { rule, code, message, coordinate, need });
};

const example = ([word = '']: readonly string[], name: string) =>
  `${word}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
