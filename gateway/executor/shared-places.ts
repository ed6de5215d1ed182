import type { EntityBatchAlias, FetchNode, FlattenNodePathSegment, PlanNode } from '@graphql-hive/router-query-planner';

/** A list of entities that a plan asks for, by the node that asks. */
type EntityRequest = FetchNode | EntityBatchAlias;

interface AskedPath {
  request: EntityRequest;
  /** With the conditions of types. */
  steps: readonly string[];
  fields: readonly string[];
}

/** Tells which lists of entities may put one object at many places. */
export interface SharedPlaces {
  mayShare(request: EntityRequest): boolean;
}

/**
 * An entity that stands at many places is asked once. Its answer may be one object at all of them, where every other
 * fetch that adds to the places adds to all: where some reach only a part, or by another path, each place needs its own.
 */
export const sharedPlacesOf = (plan: PlanNode): SharedPlaces => {
  const paths = askedPaths(plan);
  return {
    mayShare(request) {
      const own = paths.filter((each) => each.request === request);
      const others = paths.filter((each) => each.request !== request || own.length > 1);
      return own.every((path) => others.every((other) => other === path || isApart(other, path, own.length === 1)));
    },
  };
};

const isApart = (other: AskedPath, path: AskedPath, isOnly: boolean): boolean =>
  !startsWith(other.fields, path.fields) || (isOnly && startsWith(other.steps, path.steps));

const startsWith = (list: readonly string[], start: readonly string[]): boolean =>
  start.every((each, index) => list[index] === each);

const askedPaths = (node: PlanNode | undefined): AskedPath[] => {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(askedPaths);
    case 'Condition':
      return [...askedPaths(node.ifClause), ...askedPaths(node.elseClause)];
    case 'Flatten':
      return node.node.kind === 'Fetch' ? [askedPath(node.node, node.path)] : [];
    case 'BatchFetch':
      return node.entityBatch.aliases.flatMap((alias) => alias.paths.map((path) => askedPath(alias, path)));
    default:
      return [];
  }
};

const askedPath = (request: EntityRequest, path: readonly FlattenNodePathSegment[]): AskedPath => {
  const segments = path.filter((segment) => segment !== '@');
  return {
    request,
    steps: segments.map((segment) => JSON.stringify(segment)),
    fields: segments.flatMap((segment) => ('Field' in segment ? [segment.Field] : [])),
  };
};
