import type { ASTNode } from 'graphql';
import { descriptionsOf, directivesText, memberText, textBlock } from './normal.ts';
import type { MemberNode, TypePart } from './part.ts';

/** A part of a type that can be compared: what it says, and where. */
export interface Element {
  kind: 'KIND' | 'DIRECTIVES' | 'INTERFACE' | 'FIELD' | 'VALUE' | 'MEMBER';
  name: string;
  text: string;
  node: ASTNode;
}

/**
 * All that a type consists of but its descriptions, by kind and name. `@shareable` on a type is the same as on each of
 * its fields, and a scalar may leave out where it is specified.
 */
export const elementsOf = (type: TypePart): ReadonlyMap<string, Element> => {
  const [first] = type.nodes;
  if (!first) return new Map();
  const isShareable = type.directives.some(({ name }) => name.value === 'shareable');
  const shareable = (field: MemberNode) =>
    isShareable || field.directives?.some(({ name }) => name.value === 'shareable') ? ' @shareable' : '';
  const all: Element[] = [
    {
      kind: 'KIND',
      name: '',
      text: [...new Set(type.nodes.map(({ kind }) => kind.replace(/Extension$/, 'Definition')))].join(),
      node: first,
    },
    {
      kind: 'DIRECTIVES',
      name: '',
      text: directivesText(type.directives, ['shareable', 'specifiedBy']),
      node: type.directives.find(({ name }) => name.value !== 'shareable') ?? first,
    },
    ...type.directives
      .filter(({ name }) => name.value === 'specifiedBy')
      .map((node): Element => ({ kind: 'DIRECTIVES', name: '@specifiedBy', text: directivesText([node]), node })),
    ...type.interfaces.map((node): Element => ({ kind: 'INTERFACE', name: node.name.value, text: '', node })),
    ...type.fields.map((node): Element => {
      const text = `${memberText(node, ['shareable'])}${shareable(node)}`;
      return { kind: 'FIELD', name: node.name.value, text, node };
    }),
    ...type.values.map(
      (node): Element => ({ kind: 'VALUE', name: node.name.value, text: directivesText(node.directives), node }),
    ),
    ...type.members.map((node): Element => ({ kind: 'MEMBER', name: node.name.value, text: '', node })),
  ];
  return new Map(all.map((each) => [`${each.kind} ${each.name}`, each]));
};

/** A description, and what it stands at. */
interface Description {
  text: string;
  node: ASTNode;
}

/** Descriptions of a type and of what is in it, by coordinate. */
export const describedIn = (type: TypePart): ReadonlyMap<string, Description> => {
  const found = new Map<string, Description>();
  for (const node of type.descriptions) found.set(type.name, { text: textBlock(node.value), node });
  for (const node of type.fields)
    for (const [below, text] of descriptionsOf(node)) found.set(`${type.name}.${below}`, { text, node });
  for (const { name, description } of type.values) {
    if (description) found.set(`${type.name}.${name.value}`, { text: textBlock(description.value), node: description });
  }
  return found;
};
