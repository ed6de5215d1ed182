import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import {
  type ConstDirectiveNode,
  type FieldNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';

/** Keys of a list's entities, and the fetch that has them. */
export interface PlannedKeys {
  requires: readonly RequiresSelection[];
  operation: string;
  serviceName: string;
}

/** A field that another one requires. */
interface RequiredField {
  name: string;
  /** With its arguments. */
  call: string;
  /** A leaf of an interface object, without arguments. */
  isPlain: boolean;
}

/**
 * The keys of a list's entities, put right. The planner keeps the keys of one of two fragments on
 * implementations of an interface object, without what is required. And where a chain of `@requires` needs one field with several arguments, it
 * reads the field, not its alias for these arguments. The subgraph would compute from nothing, or from another value.
 */
export const withLostRequires = (
  { requires, operation, serviceName }: PlannedKeys,
  { schema, names }: { schema: GraphQLSchema; names: PlannedNames },
): RequiresSelection[] => {
  const required = requiredBy({ operation, serviceName }, schema);
  if (required.length === 0) return [...requires];
  return requires.map((selection): RequiresSelection => {
    if (selection.kind !== 'InlineFragment') return selection;
    const known = new Set(selection.selections.flatMap((each) => (each.kind === 'Field' ? [keyOf(each)] : [])));
    const lost = required.filter(({ name, isPlain }) => isPlain && !known.has(name));
    const selections = selection.selections.map((each) => renamed(each, required, names));
    return { ...selection, selections: [...selections, ...lost.map(({ name }) => ({ kind: 'Field' as const, name }))] };
  });
};

const keyOf = ({ alias, name }: { alias?: string; name: string }): string => alias ?? name;

const renamed = (
  selection: RequiresSelection,
  required: readonly RequiredField[],
  names: PlannedNames,
): RequiresSelection => {
  if (selection.kind !== 'Field' || selection.alias !== undefined) return selection;
  const calls = new Set(required.flatMap(({ name, call }) => (name === selection.name ? [call] : [])));
  const keys = new Set([...calls].flatMap((call) => [...(names.get(call) ?? [])]));
  const [only] = keys;
  if (keys.size !== 1 || only === undefined || only === selection.name) return selection;
  return { ...selection, name: only, alias: selection.name };
};

/** The keys under which a plan's operations ask for fields, by the field with its arguments. */
export type PlannedNames = ReadonlyMap<string, ReadonlySet<string>>;

export const plannedNames = (operations: readonly string[]): PlannedNames => {
  const names = new Map<string, Set<string>>();
  for (const operation of operations) {
    visit(parse(operation, { noLocation: true }), {
      Field(node) {
        const call = callOf(node);
        names.set(call, (names.get(call) ?? new Set()).add(node.alias?.value ?? node.name.value));
      },
    });
  }
  return names;
};

const callOf = ({ name, arguments: args = [] }: FieldNode): string => `${name.value}(${args.map(print).join()})`;

/** What the fields that the operation asks of entities require. */
const requiredBy = (
  { operation, serviceName }: Omit<PlannedKeys, 'requires'>,
  schema: GraphQLSchema,
): RequiredField[] => {
  const required: RequiredField[] = [];
  const graph = graphOf(serviceName, schema);
  visit(parse(operation, { noLocation: true }), {
    InlineFragment({ typeCondition, selectionSet }) {
      const type = schema.getType(typeCondition?.name.value ?? '');
      if (!isInterfaceType(type) && !isObjectType(type)) return;
      for (const selection of selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const directives = type.getFields()[selection.name.value]?.astNode?.directives ?? [];
        for (const node of requiredIn(directives, graph)) {
          const isPlain = isInterfaceType(type) && !node.selectionSet && !node.arguments?.length;
          required.push({ name: node.name.value, call: callOf(node), isPlain });
        }
      }
    },
  });
  return required;
};

const requiredIn = (directives: readonly ConstDirectiveNode[], graph: string | undefined): FieldNode[] => {
  const own = directives.filter(({ name }) => name.value === 'join__field').map(valuesOf);
  return own.flatMap((values) => {
    const set = values.get('graph') === graph ? values.get('requires') : undefined;
    if (set === undefined) return [];
    const [operation] = parse(`{ ${set} }`).definitions as OperationDefinitionNode[];
    return operation?.selectionSet.selections.filter((each): each is FieldNode => each.kind === Kind.FIELD) ?? [];
  });
};

const valuesOf = ({ arguments: args = [] }: ConstDirectiveNode): Map<string, string> =>
  new Map(args.flatMap(({ name, value }) => ('value' in value ? [[name.value, String(value.value)] as const] : [])));

/** The name of a subgraph among the values of the supergraph's enum of subgraphs. */
const graphOf = (subgraph: string, schema: GraphQLSchema): string | undefined => {
  const node = schema.getType('join__Graph')?.astNode;
  if (node?.kind !== Kind.ENUM_TYPE_DEFINITION) return undefined;
  return node.values?.find(({ directives = [] }) => directives.some((each) => valuesOf(each).get('name') === subgraph))
    ?.name.value;
};
