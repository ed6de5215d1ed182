import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  visit,
} from 'graphql';

/** A list of entities as the plan asks for it. */
interface PlannedList {
  requires: readonly RequiresSelection[];
  operation: string;
  subgraph: string;
}

/**
 * The keys of a list's entities, with the fields that an interface object requires: of two fragments on implementations
 * the planner keeps the keys of one, without what is required, and the subgraph would compute from nothing.
 */
export const withLostRequires = ({ requires, operation, subgraph }: PlannedList, schema: GraphQLSchema) => {
  const required = requiredBy({ operation, subgraph }, schema);
  if (required.size === 0) return [...requires];
  return requires.map((selection): RequiresSelection => {
    if (selection.kind !== 'InlineFragment') return selection;
    const known = new Set(selection.selections.flatMap((each) => (each.kind === 'Field' ? [each.name] : [])));
    const lost = [...required].filter((name) => !known.has(name));
    return {
      ...selection,
      selections: [...selection.selections, ...lost.map((name) => ({ kind: 'Field' as const, name }))],
    };
  });
};

/** Leaves that the interface objects of the operation require, without arguments. */
const requiredBy = ({ operation, subgraph }: Omit<PlannedList, 'requires'>, schema: GraphQLSchema): Set<string> => {
  const required = new Set<string>();
  visit(parse(operation, { noLocation: true }), {
    InlineFragment({ typeCondition, selectionSet }) {
      const type = schema.getType(typeCondition?.name.value ?? '');
      if (!isInterfaceType(type)) return;
      for (const selection of selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const directives = type.getFields()[selection.name.value]?.astNode?.directives ?? [];
        for (const name of requiredIn(directives, graphOf(subgraph, schema))) required.add(name);
      }
    },
  });
  return required;
};

const requiredIn = (directives: readonly ConstDirectiveNode[], graph: string | undefined): string[] => {
  const own = directives.filter(({ name }) => name.value === 'join__field').map(valuesOf);
  return own.flatMap((values) => {
    const set = values.get('graph') === graph ? values.get('requires') : undefined;
    if (set === undefined) return [];
    const [operation] = parse(`{ ${set} }`).definitions as OperationDefinitionNode[];
    return operation?.selectionSet.selections.flatMap(plainLeaf) ?? [];
  });
};

const plainLeaf = (selection: SelectionNode): string[] =>
  selection.kind === Kind.FIELD && !selection.selectionSet && !selection.arguments?.length
    ? [selection.name.value]
    : [];

const valuesOf = ({ arguments: args = [] }: ConstDirectiveNode): Map<string, string> =>
  new Map(args.flatMap(({ name, value }) => ('value' in value ? [[name.value, String(value.value)] as const] : [])));

/** The name of a subgraph among the values of the supergraph's enum of subgraphs. */
const graphOf = (subgraph: string, schema: GraphQLSchema): string | undefined => {
  const node = schema.getType('join__Graph')?.astNode;
  if (node?.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
  return node.values?.find(({ directives = [] }) => directives.some((each) => valuesOf(each).get('name') === subgraph))
    ?.name.value;
};
