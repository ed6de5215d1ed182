import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedOutputType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { introspectionWeight, mutationWeight, type PricedGraph, weightOfType } from './cost.ts';

/** Points of what one answer holds, as `CostOf` reckons them beforehand for what it could hold. */
export type ReturnedCost = (data: Readonly<Record<string, unknown>> | null | undefined) => number;

/** What a field of an answer costs: each object, what is in it, and its own `@cost` however little it returned. */
interface PricedField {
  key: string;
  ofObject: number;
  atLeast: number;
  inner: readonly PricedField[];
}

interface Scope {
  supergraph: PricedGraph;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

interface Selection {
  set: SelectionSetNode;
  type: GraphQLNamedOutputType;
}

/** Compiled when it is first asked for. A mutation costs its own weight also where it returned nothing. */
export const returnedCost = (
  supergraph: PricedGraph,
  { definition, fragments }: { definition: OperationDefinitionNode; fragments: Scope['fragments'] },
): ReturnedCost => {
  let fields: readonly PricedField[] | undefined;
  const own = definition.operation === 'mutation' ? mutationWeight : 0;
  return (data) => {
    const root = supergraph.schema.getRootType(definition.operation);
    fields ??= root ? compile({ supergraph, fragments }, [{ set: definition.selectionSet, type: root }]) : [];
    if (data) return own + pointsOfObject(data, fields);
    return fields.reduce((sum, { atLeast }) => sum + atLeast, own);
  };
};

const pointsOfObject = (object: Readonly<Record<string, unknown>>, fields: readonly PricedField[]): number => {
  let points = 0;
  for (const field of fields) {
    const value = object[field.key];
    // Absent: skipped by the client.
    if (value !== undefined) points += Math.max(field.atLeast, pointsOfValue(value, field));
  }
  return points;
};

const pointsOfValue = (value: unknown, field: PricedField): number => {
  if (value === null) return 0;
  if (Array.isArray(value)) {
    let points = 0;
    for (const item of value) points += pointsOfValue(item, field);
    return points;
  }
  if (field.inner.length === 0 || typeof value !== 'object') return field.ofObject;
  return field.ofObject + pointsOfObject(value as Record<string, unknown>, field.inner);
};

/** The fields that cost anything, by their keys in the answer: a field that is selected twice is returned once. */
const compile = (scope: Scope, selections: readonly Selection[]): PricedField[] => {
  const byKey = new Map<string, { ofObject: number; atLeast: number; inner: Selection[] }>();
  const add = (node: FieldNode, parent: GraphQLNamedOutputType) => {
    const price = priceOf(scope.supergraph, node, parent);
    if (price === undefined) return;
    const key = node.alias?.value ?? node.name.value;
    const known = byKey.get(key) ?? { ofObject: 0, atLeast: 0, inner: [] };
    known.ofObject = Math.max(known.ofObject, price.ofObject);
    known.atLeast = Math.max(known.atLeast, price.atLeast);
    if (node.selectionSet && price.type) known.inner.push({ set: node.selectionSet, type: price.type });
    byKey.set(key, known);
  };
  const collect = ({ set, type }: Selection) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        add(selection, type);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : scope.fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const on = condition === undefined ? type : scope.supergraph.schema.getType(condition);
      if (fragment && on) collect({ set: fragment.selectionSet, type: on as GraphQLNamedOutputType });
    }
  };
  for (const selection of selections) collect(selection);
  return [...byKey]
    .map(([key, { ofObject, atLeast, inner }]) => ({ key, ofObject, atLeast, inner: compile(scope, inner) }))
    .filter(({ ofObject, atLeast, inner }) => ofObject + atLeast + inner.length > 0);
};

const priceOf = ({ costs }: PricedGraph, node: FieldNode, parent: GraphQLNamedOutputType) => {
  const name = node.name.value;
  if (name.startsWith('__')) {
    const ofObject = name === '__typename' ? 0 : introspectionWeight;
    return { ofObject, atLeast: ofObject, type: undefined };
  }
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  if (field === undefined) return undefined;
  const weight = costs.fields.get(`${parent.name}.${name}`)?.weight;
  const type = getNamedType(field.type);
  return { ofObject: weight ?? weightOfType(costs, type), atLeast: weight ?? 0, type };
};
