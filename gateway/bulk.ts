import {
  type DocumentNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { limits } from './limits.ts';

/** Items that a field takes in one call, by coordinate: from `@bulk(items:)` on its arguments and what is in them. */
export type Bulk = ReadonlyMap<string, number>;

const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);

/** Root fields only: what is asked of entities is not in bulk. */
export const readBulk = (supergraph: DocumentNode): Bulk => {
  const inputs = new Map<string, readonly InputValueDefinitionNode[]>();
  const roots: ObjectTypeDefinitionNode[] = [];
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) inputs.set(node.name.value, node.fields ?? []);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION && rootTypes.has(node.name.value)) roots.push(node);
  }
  const itemsOf = (values: readonly InputValueDefinitionNode[], outer: readonly string[]): number =>
    values.reduce((sum, value) => {
      const type = nameOf(value.type);
      const inner = outer.includes(type) ? [] : (inputs.get(type) ?? []);
      return sum + statedItems(value) + itemsOf(inner, [...outer, type]);
    }, 0);
  const fields = roots.flatMap(({ name, fields: nodes = [] }) =>
    nodes.map((field) => [`${name.value}.${field.name.value}`, itemsOf(field.arguments ?? [], [])] as const),
  );
  return new Map(fields.filter(([, items]) => items > 0));
};

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const statedItems = ({ directives }: InputValueDefinitionNode): number => {
  const directive = directives?.find(({ name }) => name.value === 'bulk');
  const value = directive?.arguments?.find(({ name }) => name.value === 'items')?.value;
  return value?.kind === Kind.INT ? Number(value.value) : 0;
};

/** What the variables of an operation with these root fields may hold. */
export const valueLimits = (bulk: Bulk, coordinates: readonly string[]) => {
  const items = Math.max(0, ...coordinates.map((coordinate) => bulk.get(coordinate) ?? 0));
  return {
    depth: limits.valueDepth,
    values: limits.values + items * limits.bulkItem.values,
    characters: limits.characters + items * limits.bulkItem.characters,
  };
};
