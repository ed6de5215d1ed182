import type { FetchRewrite, PlanNode } from '@graphql-hive/router-query-planner';
import { entityRequests } from './entity-requests.ts';
import type { Joins } from './joins.ts';

/**
 * Whether a plan may ask a subgraph wrongly that has an interface as an object. It sends the name of a type that the
 * subgraph does not know, once another fetch has said what the objects are; and where it names types instead of the
 * interface, it loses some of them.
 */
export const misnamesEntities = (plan: PlanNode, joins: Joins): boolean =>
  entityRequests(plan).some(({ subgraph, requires, inputRewrites }) =>
    requires.some((each) => {
      const type = each.kind === 'InlineFragment' ? each.typeCondition : '';
      const face = joins.faceIn(type, subgraph);
      return face !== undefined && (face !== type || !inputRewrites.some((rewrite) => isOf(rewrite, face)));
    }),
  );

const isOf = (rewrite: FetchRewrite, type: string): boolean => {
  const { path } =
    'KeyRenamer' in rewrite ? rewrite.KeyRenamer : 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return path.some((segment) => 'TypenameEquals' in segment && [segment.TypenameEquals].flat().includes(type));
};
