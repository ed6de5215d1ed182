import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import type { Subgraph } from '../revision.ts';
import { rootTypes } from '../sdl/part.ts';

const builtIn = new Set(specifiedScalarTypes.map(({ name }) => name));

/** Names of types in SDLs, as far as they begin with a capital. */
export const typesNamedIn = (sdls: readonly string[]): ReadonlySet<string> =>
  new Set(sdls.flatMap((sdl) => sdl.match(/\b[A-Z]\w*/g) ?? []));

/**
 * The part of subgraphs that is about some types: these types, root fields that lead to them, and all scalars. What
 * composition takes grows with the graph, and what it says of these types does not depend on the others.
 */
export const cutTo = (subgraphs: readonly Subgraph[], types: ReadonlySet<string>): Subgraph[] => {
  const documents = subgraphs.map(({ sdl }) => parse(sdl, { noLocation: true }));
  const definitions = documents.flatMap((document) => document.definitions);
  const scalars = definitions.flatMap((node) => (node.kind === Kind.SCALAR_TYPE_DEFINITION ? node.name.value : []));
  const left = new Set([...types, ...rootTypes, ...builtIn, ...scalars]);
  return subgraphs.map((subgraph, index) => {
    const cut = (documents[index]?.definitions ?? []).flatMap((node) => leftOf(node, left));
    return { ...subgraph, sdl: print({ kind: Kind.DOCUMENT, definitions: cut }) };
  });
};

const leftOf = (node: DefinitionNode, left: ReadonlySet<string>): DefinitionNode[] => {
  if (!('name' in node) || !node.name || node.kind === Kind.DIRECTIVE_DEFINITION) return [node];
  if (!left.has(node.name.value)) return [];
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const fields = (node.fields ?? []).filter((field) => isLeft(field, left));
      const interfaces = (node.interfaces ?? []).filter(({ name }) => left.has(name.value));
      return fields.length === 0 ? [] : [{ ...node, fields, interfaces }];
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const fields = (node.fields ?? []).filter((field) => isLeft(field, left));
      return fields.length === 0 ? [] : [{ ...node, fields }];
    }
    case Kind.UNION_TYPE_DEFINITION: {
      const members = (node.types ?? []).filter(({ name }) => left.has(name.value));
      return members.length === 0 ? [] : [{ ...node, types: members }];
    }
    default:
      return [node];
  }
};

const isLeft = (field: FieldDefinitionNode | InputValueDefinitionNode, left: ReadonlySet<string>): boolean => {
  const args = 'arguments' in field ? (field.arguments ?? []) : [];
  return [field, ...args].every(({ type }) => left.has(nameOf(type)));
};

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
