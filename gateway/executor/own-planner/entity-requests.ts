import type {
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';

/** What a plan asks a subgraph of entities that others have answered. */
export interface EntityRequest {
  subgraph: string;
  operation: string;
  /** The key of the list in the operation. */
  key: string;
  paths: readonly (readonly FlattenNodePathSegment[])[];
  requires: readonly RequiresSelection[];
  inputRewrites: readonly FetchRewrite[];
}

/** All of them, in the order of the plan. */
export const entityRequests = (node: PlanNode | undefined): EntityRequest[] => {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(entityRequests);
    case 'Condition':
      return [...entityRequests(node.ifClause), ...entityRequests(node.elseClause)];
    case 'Flatten': {
      const { node: fetch, path } = node;
      if (fetch.kind !== 'Fetch') return [];
      const { serviceName: subgraph, operation, requires = [], inputRewrites = [] } = fetch;
      return [{ subgraph, operation, key: '_entities', paths: [path], requires, inputRewrites }];
    }
    case 'BatchFetch': {
      const { serviceName: subgraph, operation, entityBatch } = node;
      return entityBatch.aliases.map(({ alias: key, paths, requires, inputRewrites = [] }) => ({
        subgraph,
        operation,
        key,
        paths,
        requires,
        inputRewrites,
      }));
    }
    default:
      return [];
  }
};
