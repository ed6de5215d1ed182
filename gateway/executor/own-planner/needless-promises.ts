import type { FlattenNodePathSegment, PlanNode } from '@graphql-hive/router-query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { entityRequests } from './entity-requests.ts';
import { keyOf } from './field-set.ts';
import type { Joins } from './joins.ts';
import { namedType } from './reach.ts';

/** What the operation selects of the objects at one place, given the types of the objects that it lies in. */
interface Place {
  types: readonly string[];
  sets: readonly SelectionSetNode[];
}

interface Scope {
  joins: Joins;
  graph: string;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const noFragments: Scope['fragments'] = new Map();

/**
 * Whether a plan asks of entities at several places a promised field that only some of the places select: where its
 * subgraph breaks the promise, the entity would be null at the others, too.
 */
export const hasNeedlessPromises = (plan: PlanNode, document: DocumentNode, joins: Joins): boolean => {
  if (!hasFragments(document)) return false;
  return entityRequests(plan).some(({ subgraph, operation, key, paths }) => {
    const places = paths.flatMap((path) => placesAt(document, path, joins));
    if (places.length < 2) return false;
    const asked = parse(operation, { noLocation: true });
    const scope = { joins, graph: joins.graphOf(subgraph) ?? '', fragments: fragmentsIn(asked) };
    const sets = setsOf(rootFields(asked).filter((field) => keyOf(field) === key));
    return promisesToOthers(sets, places, scope);
  });
};

const promisesToOthers = (sets: readonly SelectionSetNode[], places: readonly Place[], scope: Scope): boolean =>
  [...new Set(places.flatMap(({ types }) => types))].some((type) => {
    const here = places.filter(({ types }) => types.includes(type));
    if (here.length < 2) return false;
    const selected = here.map((place) => fieldsOf(type, place.sets, { ...scope, fragments: noFragments }));
    return [...fieldsOf(type, sets, scope)].some(([key, asked]) => {
      const [{ name }] = asked as [FieldNode];
      const having = selected.flatMap((fields) => fields.get(key) ?? []);
      const count = selected.filter((fields) => fields.has(key)).length;
      const declared = scope.joins.typeIn({ type, graph: scope.graph }, name.value);
      if (count === 0 || declared === undefined) return false;
      if (count < here.length && declared.kind === Kind.NON_NULL_TYPE) return true;
      const types = scope.joins.possible(namedType(declared));
      const below = selected.flatMap((fields) => (fields.has(key) ? [{ types, sets: setsOf(fields.get(key)) }] : []));
      return having.some((each) => each.selectionSet) && promisesToOthers(setsOf(asked), below, scope);
    });
  });

/** The fields that sets select of objects of a type, by key. */
const fieldsOf = (type: string, sets: readonly SelectionSetNode[], scope: Scope): Map<string, FieldNode[]> => {
  const fields = new Map<string, FieldNode[]>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const each of selections) {
      if (each.kind === Kind.FIELD) fields.set(keyOf(each), [...(fields.get(keyOf(each)) ?? []), each]);
      else {
        const fragment = each.kind === Kind.INLINE_FRAGMENT ? each : scope.fragments.get(each.name.value);
        const condition = fragment?.typeCondition?.name.value ?? type;
        const isMet = condition === type || scope.joins.possible(condition).includes(type);
        if (fragment !== undefined && isMet) collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return fields;
};

const placesAt = (document: DocumentNode, path: readonly FlattenNodePathSegment[], joins: Joins): Place[] => {
  const scope = { joins, graph: '', fragments: noFragments };
  const [root] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (root === undefined) return [];
  const type = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[root.operation];
  let places: Place[] = [{ types: [type], sets: [root.selectionSet] }];
  for (const segment of path) {
    if (segment === '@') continue;
    if ('TypeCondition' in segment) {
      const met = new Set(segment.TypeCondition.flatMap((name) => [name, ...joins.possible(name)]));
      places = places.map(({ types, sets }) => ({ types: types.filter((name) => met.has(name)), sets }));
    } else places = places.flatMap((place) => below(place, segment.Field, scope));
  }
  return places;
};

/** The places behind a field, one for all types that select the same behind it. */
const below = ({ types, sets }: Place, key: string, scope: Scope): Place[] => {
  const groups = new Map<string, Place>();
  for (const type of types) {
    const fields = fieldsOf(type, sets, scope).get(key) ?? [];
    const [first] = fields;
    const declared = first && scope.joins.typeIn({ type, graph: scope.graph }, first.name.value);
    if (declared === undefined) continue;
    const inner = setsOf(fields);
    groups.set(JSON.stringify(inner), { types: scope.joins.possible(namedType(declared)), sets: inner });
  }
  return [...groups.values()];
};

const setsOf = (fields: readonly FieldNode[] = []): SelectionSetNode[] =>
  fields.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));

const rootFields = ({ definitions }: DocumentNode): FieldNode[] =>
  definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? node.selectionSet.selections.filter((each): each is FieldNode => each.kind === Kind.FIELD)
      : [],
  );

const fragmentsIn = ({ definitions }: DocumentNode): Scope['fragments'] =>
  new Map(definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));

const hasFragments = (document: DocumentNode): boolean => {
  let isFound = false;
  visit(document, {
    InlineFragment: () => {
      isFound = true;
    },
  });
  return isFound;
};
