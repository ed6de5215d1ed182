import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';

/**
 * The supergraph as the planner needs it. Composition does not say that a field which an interface object requires is
 * external to its subgraph: the planner would ask that subgraph for it, and send it nothing. A key of a subgraph that
 * holds another one of its keys is left out: chains of `@requires` over both end the planner's process.
 */
export const repairedSupergraph = (sdl: string): string => {
  const document = parse(sdl, { noLocation: true });
  const repaired: DocumentNode = visit(document, {
    InterfaceTypeDefinition: { leave: repairedInterface },
    ObjectTypeDefinition: { leave: withLeastKeys },
  });
  return repaired === document ? sdl : print(repaired);
};

const withLeastKeys = (node: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode | undefined => {
  const keys = directives(node, 'join__type').flatMap((directive) => {
    const set = argument(directive, 'key');
    const isResolvable = !directive.arguments?.some(
      ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
    );
    if (set === undefined || !isResolvable) return [];
    return [{ directive, graph: argument(directive, 'graph'), paths: pathsIn(set) }];
  });
  const needless = keys.filter(({ graph, paths }) =>
    keys.some(
      (other) =>
        other.graph === graph && other.paths.size < paths.size && [...other.paths].every((path) => paths.has(path)),
    ),
  );
  if (needless.length === 0) return undefined;
  return {
    ...node,
    directives: node.directives?.filter((each) => !needless.some(({ directive }) => directive === each)),
  };
};

/** The leaves of a field set, as in `owner.id`. */
const pathsIn = (set: string): Set<string> => {
  const paths = new Set<string>();
  const trail: string[] = [];
  visit(parse(`{ ${set} }`), {
    Field: {
      enter({ name, selectionSet }) {
        trail.push(name.value);
        if (selectionSet === undefined) paths.add(trail.join('.'));
      },
      leave: () => void trail.pop(),
    },
  });
  return paths;
};

const repairedInterface = (node: InterfaceTypeDefinitionNode): InterfaceTypeDefinitionNode | undefined => {
  const external = withExternals(node);
  return withUnresolved(external ?? node) ?? external;
};

/** An interface object of which a subgraph has the key only is nothing that can be asked of it. */
const withUnresolved = (node: InterfaceTypeDefinitionNode): InterfaceTypeDefinitionNode | undefined => {
  const types = directives(node, 'join__type');
  const keysOnly = types.filter((type) => {
    const graph = argument(type, 'graph');
    if (!argument(type, 'isInterfaceObject') || graph === undefined) return false;
    const ofGraph = types.filter((each) => argument(each, 'graph') === graph);
    const keys = new Set(ofGraph.flatMap((each) => [...pathsIn(argument(each, 'key') ?? '__typename')]));
    return ownFields(node, graph).every((name) => keys.has(name));
  });
  if (keysOnly.length === 0) return undefined;
  return { ...node, directives: node.directives?.map((each) => (keysOnly.includes(each) ? unresolved(each) : each)) };
};

const unresolved = (type: ConstDirectiveNode): ConstDirectiveNode => ({
  ...type,
  arguments: [...withoutResolvable(type), given('resolvable', no)],
});

const no: ConstArgumentNode['value'] = { kind: Kind.BOOLEAN, value: false };

const withoutResolvable = ({ arguments: args = [] }: ConstDirectiveNode) =>
  args.filter(({ name }) => name.value !== 'resolvable');

/** Fields that a subgraph answers. One without `join__field` is every subgraph's. */
const ownFields = ({ fields = [] }: InterfaceTypeDefinitionNode, graph: string): string[] =>
  fields.flatMap((field) => {
    const joins = directives(field, 'join__field');
    const own = joins.length === 0 || joins.some((each) => argument(each, 'graph') === graph);
    return own ? [field.name.value] : [];
  });

const withExternals = (node: InterfaceTypeDefinitionNode): InterfaceTypeDefinitionNode | undefined => {
  const graphs = directives(node, 'join__type').map((each) => argument(each, 'graph'));
  const isInterfaceObject = directives(node, 'join__type').some((each) => argument(each, 'isInterfaceObject'));
  const external = isInterfaceObject ? requiredIn(node) : new Map<string, Set<string>>();
  if (external.size === 0) return undefined;
  const fields = node.fields?.map((field) => {
    const outside = external.get(field.name.value);
    if (outside === undefined || directives(field, 'join__field').length > 0) return field;
    const added = graphs.flatMap((graph) => (graph === undefined ? [] : [joinField(graph, outside.has(graph))]));
    return { ...field, directives: [...(field.directives ?? []), ...added] };
  });
  return { ...node, fields };
};

/** The fields that others of the interface require, with the graphs of those. */
const requiredIn = ({ fields = [] }: InterfaceTypeDefinitionNode): Map<string, Set<string>> => {
  const required = new Map<string, Set<string>>();
  for (const directive of fields.flatMap((field) => directives(field, 'join__field'))) {
    const graph = argument(directive, 'graph');
    const set = argument(directive, 'requires');
    if (graph === undefined || set === undefined) continue;
    for (const name of namesIn(set)) required.set(name, (required.get(name) ?? new Set()).add(graph));
  }
  return required;
};

const namesIn = (set: string): string[] =>
  (parse(`{ ${set} }`).definitions[0] as OperationDefinitionNode).selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );

const directives = (
  node: InterfaceTypeDefinitionNode | ObjectTypeDefinitionNode | FieldDefinitionNode,
  name: string,
): ConstDirectiveNode[] => (node.directives ?? []).filter((each) => each.name.value === name);

const argument = ({ arguments: args }: ConstDirectiveNode, name: string): string | undefined => {
  const value = args?.find((each) => each.name.value === name)?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value ? 'true' : undefined;
  return value?.kind === Kind.ENUM || value?.kind === Kind.STRING ? value.value : undefined;
};

const joinField = (graph: string, isExternal: boolean): ConstDirectiveNode => {
  const args = [given('graph', { kind: Kind.ENUM, value: graph })];
  if (isExternal) args.push(given('external', { kind: Kind.BOOLEAN, value: true }));
  return { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'join__field' }, arguments: args };
};

const given = (name: string, value: ConstArgumentNode['value']): ConstArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: name },
  value,
});
