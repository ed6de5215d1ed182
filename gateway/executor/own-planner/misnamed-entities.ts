import type { FetchRewrite, PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import type { Joins } from './joins.ts';

interface EntityRequest {
  subgraph: string;
  requires: readonly RequiresSelection[];
  inputRewrites: readonly FetchRewrite[];
}

/**
 * Whether a plan may send a subgraph the name of a type that it does not know: of an interface that is an object there,
 * once another fetch has said what the objects are.
 */
export const misnamesEntities = (plan: PlanNode, joins: Joins): boolean => {
  const requests = entityRequests(plan);
  return requests.some(({ subgraph, requires, inputRewrites }) =>
    requires.some((each) => {
      const face = each.kind === 'InlineFragment' ? joins.faceIn(each.typeCondition, subgraph) : undefined;
      return face !== undefined && !inputRewrites.some((rewrite) => isOf(rewrite, face));
    }),
  );
};

const isOf = (rewrite: FetchRewrite, type: string): boolean => {
  const { path } =
    'KeyRenamer' in rewrite ? rewrite.KeyRenamer : 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return path.some((segment) => 'TypenameEquals' in segment && [segment.TypenameEquals].flat().includes(type));
};

const entityRequests = (node: PlanNode | undefined): EntityRequest[] => {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(entityRequests);
    case 'Condition':
      return [...entityRequests(node.ifClause), ...entityRequests(node.elseClause)];
    case 'Flatten':
      return entityRequests(node.node);
    case 'Fetch':
      return [{ subgraph: node.serviceName, requires: node.requires ?? [], inputRewrites: node.inputRewrites ?? [] }];
    case 'BatchFetch':
      return node.entityBatch.aliases.map(({ requires, inputRewrites = [] }) => ({
        subgraph: node.serviceName,
        requires,
        inputRewrites,
      }));
    default:
      return [];
  }
};
