import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

const argumentIn = ({ arguments: args }: ConstDirectiveNode, name: string): string | undefined => {
  const value = args?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
};

const directivesIn = (node: { directives?: readonly ConstDirectiveNode[] }, name: string) =>
  (node.directives ?? []).filter((each) => each.name.value === name);

const fieldSet = (text: string): SelectionSetNode =>
  (parse(`{ ${text} }`).definitions[0] as OperationDefinitionNode).selectionSet;

const fieldsIn = (set: SelectionSetNode) =>
  set.selections.filter((each): each is FieldNode => each.kind === Kind.FIELD && each.name.value !== '__typename');

/** What a supergraph says of keys and of `@requires`. */
export const readFieldSets = (supergraph: DocumentNode) => {
  const identities = new Map<string, Set<string>>();
  const requires = new Map<string, SelectionSetNode>();
  const mentioned = new Set<string>();
  /** Type → subgraph → its own fields. */
  const owned = new Map<string, Map<string, string[]>>();
  const mention = (set: SelectionSetNode) => {
    for (const field of fieldsIn(set)) {
      mentioned.add(field.name.value);
      if (field.selectionSet) mention(field.selectionSet);
    }
    for (const each of set.selections) if (each.kind === Kind.INLINE_FRAGMENT) mention(each.selectionSet);
  };
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const own = new Set<string>();
    for (const directive of directivesIn(node, 'join__type')) {
      const key = argumentIn(directive, 'key');
      if (key === undefined) continue;
      mention(fieldSet(key));
      for (const field of fieldsIn(fieldSet(key))) if (!field.selectionSet) own.add(field.name.value);
    }
    if (own.size > 0) identities.set(node.name.value, own);
    const byGraph = new Map<string, string[]>();
    owned.set(node.name.value, byGraph);
    for (const field of node.fields ?? []) {
      for (const directive of directivesIn(field, 'join__field')) {
        const graph = argumentIn(directive, 'graph') ?? '';
        byGraph.set(graph, [...(byGraph.get(graph) ?? []), field.name.value]);
        const required = argumentIn(directive, 'requires');
        if (required === undefined) continue;
        mention(fieldSet(required));
        requires.set(`${node.name.value}.${field.name.value}`, fieldSet(required));
      }
    }
  }
  return { identities, requires, mentioned, owned };
};
