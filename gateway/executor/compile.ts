import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { compileFetch, type FetchTypes } from '../subgraph-fetch.ts';
import { type EntityList, entityTask } from './entity-fetch.ts';
import { FetchBody } from './fetch-body.ts';
import { type PlannedKeys, type PlannedNames, plannedNames, withLostRequires } from './lost-requires.ts';
import { operationsIn } from './mixed-aliases.ts';
import { fieldsIn, type PlacePath, placePath } from './places.ts';
import { inParallel, inSequence, type Task } from './plan-run.ts';
import { repeatedFetches } from './repeated-fetches.ts';
import { Projection } from './representation.ts';
import { type Rewrite, readRewrites } from './rewrite.ts';
import { compileRootFetch, type RootFetch, rootTask } from './root-fetch.ts';
import { type SharedPlaces, sharedPlacesOf } from './shared-places.ts';

/** A plan, compiled once. */
export interface CompiledPlan {
  /** What it is compiled from, in the order of execution. */
  nodes: readonly PlanNode[];
  /** The fetch that opens the stream of a subscription; `task` then follows each of its events. */
  subscription: RootFetch | undefined;
  task: Task;
}

/** Types of the supergraph; the keys of a plan of our planner are what they must be. */
interface PlanTypes extends FetchTypes {
  isExact?: boolean;
}

interface Scope extends PlanTypes {
  shared: SharedPlaces;
  repeated: ReturnType<typeof repeatedFetches>;
  names: PlannedNames;
}

/** @throws Error for what this version does not know: half a plan would be half an answer. */
export const compilePlan = (node: PlanNode, types: PlanTypes): CompiledPlan => {
  const names = plannedNames(operationsIn(node).map(({ operation }) => operation));
  const scope = { ...types, names, shared: sharedPlacesOf(node), repeated: repeatedFetches(node) };
  const [first, ...rest] = node.kind === 'Sequence' ? node.nodes : [node];
  if (first === undefined) return { nodes: [], subscription: undefined, task: inSequence([]) };
  const primary = subscriptionIn(first);
  if (primary === undefined) return { nodes: [node], subscription: undefined, task: compileNode(node, scope) };
  return {
    nodes: [node],
    subscription: compileRootFetch(primary, scope),
    task: inSequence(rest.map((each) => compileNode(each, scope))),
  };
};

const subscriptionIn = (node: PlanNode): FetchNode | undefined => {
  if (node.kind === 'Subscription') return { ...node.primary, operationKind: 'subscription' };
  return node.kind === 'Fetch' && node.operationKind === 'subscription' ? node : undefined;
};

const compileNode = (node: PlanNode, scope: Scope): Task => {
  switch (node.kind) {
    case 'Sequence':
      return inSequence(node.nodes.map((each) => compileNode(each, scope)));
    case 'Parallel':
      return inParallel(node.nodes.map((each) => compileNode(each, scope)));
    case 'Condition':
      return condition(node.condition, [node.ifClause, node.elseClause], scope);
    case 'Fetch':
      return rootTask(compileRootFetch(node, scope));
    case 'BatchFetch':
      return compileBatch(node, scope);
    case 'Flatten':
      return compileFlatten(node.node, { path: node.path, scope });
    default:
      throw new Error(`unknown node of a plan: ${JSON.stringify(node)}`);
  }
};

const condition = (variable: string, clauses: readonly (PlanNode | undefined)[], scope: Scope): Task => {
  const [met, unmet] = clauses.map((each) => each && compileNode(each, scope));
  return (run) => (run.variables[variable] === true ? met : unmet)?.(run);
};

type Segments = Parameters<typeof placePath>[0];

const compileFlatten = (node: PlanNode, { path, scope }: { path: Segments; scope: Scope }): Task => {
  const { types, shared } = scope;
  if (node.kind !== 'Fetch' || !node.requires?.length)
    throw new Error(`unknown node of a plan below a path: ${JSON.stringify(node)}`);
  const place = placePath(path, types);
  const rewrites = readRewrites(node.outputRewrites, types).map((each) => below('_entities', each));
  const fetch = compileFetch(node.operation, scope, rewrites);
  const [owed] = fetch.owed;
  if (owed?.entities === undefined) throw new Error(`no entities are asked by ${node.operation}`);
  const list: EntityList = {
    key: owed.key,
    variable: owed.entities.variable,
    paths: [place],
    projection: projectionOf(
      {
        ...node,
        requires: keysOf({ ...node, requires: node.requires }, scope),
      },
      scope,
    ),
    isShared: shared.mayShare(node),
    errorPath: errorPathOf(place),
  };
  return entityTask({
    subgraph: node.serviceName,
    kind: node.operationKind ?? 'query',
    body: new FetchBody(node),
    fetch,
    lists: [list],
    isRepeated: scope.repeated.has(node),
    types,
  });
};

const compileBatch = (node: BatchFetchNode, scope: Scope): Task => {
  const { types, shared } = scope;
  const { aliases } = node.entityBatch;
  const rewrites = aliases.flatMap(({ alias, outputRewrites }) =>
    readRewrites(outputRewrites, types).map((each) => below(alias, each)),
  );
  const lists = aliases.map(
    (alias): EntityList => ({
      key: alias.alias,
      variable: alias.representationsVariableName,
      paths: alias.paths.map((path) => placePath(path, types)),
      projection: projectionOf(
        {
          ...alias,
          requires: keysOf({ ...node, ...alias }, scope),
        },
        scope,
      ),
      isShared: shared.mayShare(alias),
      errorPath: undefined,
    }),
  );
  return entityTask({
    subgraph: node.serviceName,
    kind: node.operationKind ?? 'query',
    body: new FetchBody(node),
    fetch: compileFetch(node.operation, scope, rewrites),
    lists,
    isRepeated: scope.repeated.has(node),
    types,
  });
};

/** The keys of a list's entities, with those that the planner lost. */
const keysOf = (planned: PlannedKeys, scope: Scope): RequiresSelection[] =>
  scope.isExact ? [...planned.requires] : withLostRequires(planned, scope);

const projectionOf = ({ requires = [], inputRewrites }: FetchNode | EntityBatchAlias, { types }: Scope): Projection =>
  new Projection(requires, { types, rewrites: readRewrites(inputRewrites, types), isEntity: true });

/** A rewrite of the entities in an answer's list. */
const below = (key: string, { path, change }: Rewrite): Rewrite => {
  const [first] = path;
  const isWhole = first !== undefined && 'key' in first && first.key === key;
  return isWhole ? { path, change } : { path: [{ key }, ...path], change };
};

const errorPathOf = (place: PlacePath): readonly string[] | undefined => {
  const fields = fieldsIn(place);
  return fields.length > 0 ? fields : undefined;
};
