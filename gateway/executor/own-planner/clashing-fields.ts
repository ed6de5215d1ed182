import type { PlanNode } from '@graphql-hive/router-query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { operationsIn } from '../mixed-aliases.ts';
import { wrappedText } from './asked-tree.ts';
import { keyOf } from './field-set.ts';
import type { Joins } from './joins.ts';
import { namedType } from './reach.ts';

interface Scope {
  joins: Joins;
  graph: string;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** What is asked of objects of a type; the type is unknown of entities before their fragments. */
interface TypedSet {
  type: string | undefined;
  set: SelectionSetNode;
}

const rootNames = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/**
 * Whether a plan asks a subgraph for fields of one key whose types there differ, as in what they promise: the subgraph
 * refuses it. The native planner gives one of them another key where they have no selections, not where they have.
 */
export const hasClashingFields = (plan: PlanNode, joins: Joins): boolean =>
  operationsIn(plan).some(({ operation, subgraph }) => {
    const document = parse(operation, { noLocation: true });
    const scope = { joins, graph: joins.graphOf(subgraph) ?? '', fragments: fragmentsIn(document) };
    return document.definitions.some(
      (node) =>
        node.kind === Kind.OPERATION_DEFINITION &&
        areClashing([{ type: rootNames[node.operation], set: node.selectionSet }], scope),
    );
  });

const fragmentsIn = ({ definitions }: DocumentNode) =>
  new Map(definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));

const areClashing = (sets: readonly TypedSet[], scope: Scope): boolean => {
  const byKey = Map.groupBy(
    sets.flatMap((each) => fieldsIn(each, scope)),
    ({ node }) => keyOf(node),
  );
  return [...byKey.values()].some((fields) => {
    const texts = new Set(fields.flatMap(({ node, type }) => (type ? [wrappedText(type, !!node.selectionSet)] : [])));
    const below = fields.flatMap(({ node, type }) =>
      node.selectionSet ? [{ type: type && namedType(type), set: node.selectionSet }] : [],
    );
    return texts.size > 1 || (below.length > 0 && areClashing(below, scope));
  });
};

/** The fields of a set with their types in the subgraph, those of its fragments among them. */
const fieldsIn = ({ type, set }: TypedSet, scope: Scope): { node: FieldNode; type: TypeNode | undefined }[] =>
  set.selections.flatMap((each) => {
    if (each.kind === Kind.FIELD) {
      const { joins, graph } = scope;
      return [{ node: each, type: type === undefined ? undefined : joins.typeIn({ type, graph }, each.name.value) }];
    }
    const fragment = each.kind === Kind.INLINE_FRAGMENT ? each : scope.fragments.get(each.name.value);
    if (fragment === undefined) return [];
    return fieldsIn({ type: fragment.typeCondition?.name.value ?? type, set: fragment.selectionSet }, scope);
  });
