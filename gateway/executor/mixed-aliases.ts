import type { PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { parse, print, visit } from 'graphql';

const plannersAlias = /^_internal_qp_alias_/;

/**
 * Whether the plan may read one field's value as another's. The planner counts its aliases at each place anew, but names
 * one for all places where a key is read: the argument that @requires gives may be that of another field.
 */
export const mixesAliases = (plan: PlanNode): boolean => {
  const operations = operationsIn(plan);
  return operations.some(({ requires }) => requires.some(readsAlias)) && operations.some(namesTwice);
};

interface PlannedOperation {
  operation: string;
  requires: readonly RequiresSelection[];
}

export const operationsIn = (node: PlanNode | undefined): PlannedOperation[] => {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(operationsIn);
    case 'Condition':
      return [...operationsIn(node.ifClause), ...operationsIn(node.elseClause)];
    case 'Flatten':
      return operationsIn(node.node);
    case 'Fetch':
      return [{ operation: node.operation, requires: node.requires ?? [] }];
    case 'BatchFetch':
      return [{ operation: node.operation, requires: node.entityBatch.aliases.flatMap(({ requires }) => requires) }];
    default:
      return [];
  }
};

const readsAlias = (selection: RequiresSelection): boolean => {
  if (selection.kind === 'FragmentSpread') return false;
  if (selection.kind === 'Field' && plannersAlias.test(selection.name)) return true;
  return selection.selections?.some(readsAlias) ?? false;
};

/** Whether one alias of the planner's names different fields, or one field with different arguments. */
const namesTwice = ({ operation }: PlannedOperation): boolean => {
  const named = new Map<string, string>();
  let isTwice = false;
  visit(parse(operation, { noLocation: true }), {
    Field({ alias, name, arguments: args = [] }) {
      if (alias === undefined || !plannersAlias.test(alias.value)) return;
      const field = `${name.value}(${args.map(print).join()})`;
      if ((named.get(alias.value) ?? field) !== field) isTwice = true;
      named.set(alias.value, field);
    },
  });
  return isTwice;
};
