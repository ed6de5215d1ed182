import {
  type DirectiveDefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { type Holder, has } from './directives.ts';
import { isTypeDefinition } from './types.ts';

/** What clients see of a supergraph, without a schema being made of it. */
export interface ShownElements {
  /** Coordinates of the fields of objects and interfaces. */
  fields: ReadonlySet<string>;
  /**
   * What is said of each type, field, argument, value, member, implementing type and directive, descriptions aside: two
   * supergraphs that say the same of the same elements are one schema.
   */
  elements: ReadonlyMap<string, string>;
}

export const elementsShown = (supergraph: DocumentNode): ShownElements => {
  const shown: Notes = { fields: new Set(), elements: new Map() };
  for (const node of supergraph.definitions) {
    if (!('name' in node) || !node.name || node.name.value.includes('__')) continue;
    if (node.kind === Kind.DIRECTIVE_DEFINITION) noteDirective(node, shown);
    else if (isTypeDefinition(node) && isAccessible(node)) noteType(node, shown);
  }
  return shown;
};

interface Notes {
  fields: Set<string>;
  elements: Map<string, string>;
}

const isAccessible = (holder: Holder): boolean => !has(holder, 'inaccessible');

const noteType = (type: TypeDefinitionNode, notes: Notes): void => {
  const { value: name } = type.name;
  notes.elements.set(name, has(type, 'oneOf') ? `${type.kind} @oneOf` : type.kind);
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      for (const each of type.interfaces ?? []) notes.elements.set(`${name} implements ${each.name.value}`, '');
      for (const field of (type.fields ?? []).filter(isAccessible))
        noteField(`${name}.${field.name.value}`, field, notes);
      return;
    case Kind.UNION_TYPE_DEFINITION:
      for (const each of type.types ?? []) notes.elements.set(`${name} of ${each.name.value}`, '');
      return;
    case Kind.ENUM_TYPE_DEFINITION:
      for (const value of (type.values ?? []).filter(isAccessible))
        notes.elements.set(`${name}.${value.name.value}`, '');
      return;
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      for (const field of (type.fields ?? []).filter(isAccessible))
        notes.elements.set(`${name}.${field.name.value}`, inputText(field));
  }
};

const noteField = (coordinate: string, field: FieldDefinitionNode, notes: Notes): void => {
  notes.fields.add(coordinate);
  notes.elements.set(coordinate, typeText(field.type));
  for (const each of (field.arguments ?? []).filter(isAccessible))
    notes.elements.set(`${coordinate}(${each.name.value}:)`, inputText(each));
};

const noteDirective = ({ name, arguments: given, locations, repeatable }: DirectiveDefinitionNode, notes: Notes) => {
  const args = (given ?? []).map((each) => `${each.name.value}: ${inputText(each)}`);
  const places = locations.map(({ value }) => value);
  notes.elements.set(`@${name.value}`, [...args, ...places, repeatable].join(' '));
};

// An argument that must be given may not be deprecated.
const inputText = (input: InputValueDefinitionNode): string => {
  const { type, defaultValue } = input;
  const preset = defaultValue === undefined ? '' : ` = ${print(defaultValue)}`;
  return `${typeText(type)}${preset}${has(input, 'deprecated') ? ' @deprecated' : ''}`;
};

const typeText = (type: TypeNode): string => {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  const inner = typeText(type.type);
  return type.kind === Kind.LIST_TYPE ? `[${inner}]` : `${inner}!`;
};
