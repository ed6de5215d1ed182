import type { PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { parse, print, visit } from 'graphql';

const plannersAlias = /^_internal_qp_alias_/;

/**
 * Whether the plan may read one field's value as another's: a field that is sent with a key is asked with several
 * arguments. The planner counts its aliases for them at each place anew, but names one for all places where a key is
 * read; and two fetches may ask for both under one name.
 */
export const mixesAliases = (plan: PlanNode): boolean => {
  const operations = operationsIn(plan);
  const read = new Set(operations.flatMap(({ requires }) => requires.flatMap(namesIn)));
  const calls = new Map<string, string>();
  return operations.some(({ operation }) =>
    callsIn(operation).some(({ name, call }) => {
      const known = calls.get(name) ?? call;
      calls.set(name, known);
      return read.has(name) && known !== call;
    }),
  );
};

interface PlannedOperation {
  subgraph: string;
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
      return [{ subgraph: node.serviceName, operation: node.operation, requires: node.requires ?? [] }];
    case 'BatchFetch': {
      const requires = node.entityBatch.aliases.flatMap((alias) => alias.requires);
      return [{ subgraph: node.serviceName, operation: node.operation, requires }];
    }
    case 'Subscription':
      return operationsIn(node.primary);
    default:
      return [];
  }
};

/** Names of fields, under which or as which they are sent. */
const namesIn = (selection: RequiresSelection): string[] => {
  if (selection.kind === 'FragmentSpread') return [];
  const below = (selection.selections ?? []).flatMap(namesIn);
  if (selection.kind === 'InlineFragment') return below;
  return [selection.name, ...(selection.alias === undefined ? [] : [selection.alias]), ...below];
};

/** Fields as the planner asks for them itself, not under the keys of the operation. */
const callsIn = (operation: string): { name: string; call: string }[] => {
  const calls: { name: string; call: string }[] = [];
  visit(parse(operation, { noLocation: true }), {
    Field({ alias, name, arguments: args = [] }) {
      if (alias !== undefined && !plannersAlias.test(alias.value)) return;
      calls.push({ name: name.value, call: args.map(print).join() });
    },
  });
  return calls;
};
