import type { Finding } from '../finding.ts';
import { type ForeignType, foreignTypesOf } from '../foreign.ts';
import { type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { textArgument } from '../sdl/directive.ts';
import { selectionText } from '../sdl/selection.ts';

/** Keeps another's entity to the keys under which its owner gives it out. */
export const keyOfAnotherRule: Rule = (context) =>
  foreignTypesOf(context)
    .filter(({ isEntity }) => isEntity)
    .flatMap((foreign) => findingsOf(context, foreign));

const findingsOf = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const keys = context.owners.publicKeysOf(type.name);
  return type.directives
    .filter(({ name }) => name.value === 'key')
    .filter((key) => !keys.has(selectionText(textArgument(key, 'fields'))))
    .flatMap((node) => {
      const fields = textArgument(node, 'fields');
      const known = [...keys].map((key) => `"${key}"`).join(' and ');
      return unlessGranted(context, node, {
        rule: 'key-of-another',
        code: 'KEY_ADDED',
        message: `${type.name} of ${owner} would get the key "${fields}"; its keys are ${known}`,
        coordinate: type.name,
        need: { owner, on: type.name, permission: 'ADD_KEYS', name: selectionText(fields) },
      });
    });
};
