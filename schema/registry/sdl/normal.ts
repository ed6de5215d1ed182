import { type ConstDirectiveNode, type DirectiveDefinitionNode, type InputValueDefinitionNode, print } from 'graphql';
import type { MemberNode } from './part.ts';

/** Texts that are equal when two definitions say the same, in whatever order and layout. */

export const directiveText = (directive: ConstDirectiveNode): string => {
  const args = (directive.arguments ?? []).map((each) => `${each.name.value}: ${print(each.value)}`);
  return `@${directive.name.value}(${args.sort().join(', ')})`;
};

/** @param but names of directives that make no difference */
export const directivesText = (
  directives: readonly ConstDirectiveNode[] | undefined,
  but: readonly string[] = [],
): string =>
  (directives ?? [])
    .filter(({ name }) => !but.includes(name.value))
    .map(directiveText)
    .sort()
    .join(' ');

const argumentText = ({ name, type, defaultValue, directives }: InputValueDefinitionNode): string =>
  `${name.value}: ${print(type)} = ${defaultValue ? print(defaultValue) : ''} ${directivesText(directives)}`;

/** What a field or an input field is, without its description. */
export const memberText = (node: MemberNode, but: readonly string[] = []): string => {
  const args = 'arguments' in node ? (node.arguments ?? []).map(argumentText).sort().join(', ') : '';
  const preset = 'defaultValue' in node && node.defaultValue ? print(node.defaultValue) : '';
  return `(${args}): ${print(node.type)} = ${preset} ${directivesText(node.directives, but)}`;
};

/** The descriptions of a field and of its arguments, by coordinate below the type. */
export const descriptionsOf = (node: MemberNode): ReadonlyMap<string, string> => {
  const args = 'arguments' in node ? (node.arguments ?? []) : [];
  return new Map([
    ...(node.description ? [[node.name.value, textBlock(node.description.value)] as const] : []),
    ...args.flatMap((arg) =>
      arg.description ? [[`${node.name.value}(${arg.name.value}:)`, textBlock(arg.description.value)] as const] : [],
    ),
  ]);
};

export const textBlock = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const definitionText = ({ arguments: args, locations, repeatable }: DirectiveDefinitionNode): string =>
  `(${(args ?? []).map(argumentText).sort().join(', ')}) ${repeatable} ${locations
    .map(({ value }) => value)
    .sort()
    .join(' | ')}`;
