import type { BatchFetchNode, FetchNode, PlanNode } from '@graphql-hive/router-query-planner';

/** The entity fetches of a plan that send a text which another one of it sends too, to the same subgraph. */
export const repeatedFetches = (plan: PlanNode): ReadonlySet<FetchNode | BatchFetchNode> => {
  const fetches = entityFetches(plan);
  const groups = Map.groupBy(fetches, ({ serviceName, operation }) => `${serviceName} ${operation}`);
  return new Set([...groups.values()].filter((group) => group.length > 1).flat());
};

const entityFetches = (node: PlanNode | undefined): (FetchNode | BatchFetchNode)[] => {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(entityFetches);
    case 'Condition':
      return [...entityFetches(node.ifClause), ...entityFetches(node.elseClause)];
    case 'Flatten':
      return node.node.kind === 'Fetch' ? [node.node] : entityFetches(node.node);
    case 'BatchFetch':
      return [node];
    default:
      return [];
  }
};
