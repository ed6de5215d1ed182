import { type ConstDirectiveNode, type DocumentNode, type EnumTypeDefinitionNode, Kind, parse } from 'graphql';
import { readGuards } from '../guard.ts';

/** A subgraph as a supergraph names it. */
export interface NamedSubgraph {
  name: string;
  /** URL */
  address: string;
  /** Scopes that some field of it demands. */
  scopes: ReadonlySet<string>;
}

type Holder = { directives?: readonly ConstDirectiveNode[] };

const directivesOf = ({ directives = [] }: Holder, name: string) =>
  directives.filter((directive) => directive.name.value === name);

const textIn = ({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined => {
  const value = args.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
};

/** The subgraphs of a supergraph (SDL). */
export const subgraphsIn = (supergraph: string): NamedSubgraph[] => {
  const document = parse(supergraph, { noLocation: true });
  const graphs = document.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  const scopes = scopesByGraph(document);
  return (graphs?.values ?? []).map((value) => {
    const [graph] = directivesOf(value, 'join__graph');
    const [name, address] = graph ? [textIn(graph, 'name'), textIn(graph, 'url')] : [];
    return { name: name ?? '', address: address ?? '', scopes: scopes.get(value.name.value) ?? new Set() };
  });
};

/** The scopes that guard the fields of each graph, by its name in `join__Graph`. */
const scopesByGraph = (document: DocumentNode): Map<string, Set<string>> => {
  const guards = readGuards(document);
  const scopes = new Map<string, Set<string>>();
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of type.fields ?? []) {
      const guard = guards.get(`${type.name.value}.${field.name.value}`);
      for (const graph of guard ? graphsOf(type, field) : []) {
        const known = scopes.get(graph) ?? new Set();
        scopes.set(graph, known);
        for (const scope of guard?.rules.flat(2) ?? []) known.add(scope);
      }
    }
  }
  return scopes;
};

/** Who answers a field: those that it names or, where it names none, everyone who has its type. */
const graphsOf = (type: Holder, field: Holder): string[] => {
  const own = directivesOf(field, 'join__field');
  const named = own.length > 0 && own.some((each) => textIn(each, 'graph') !== undefined);
  const found = named ? own : directivesOf(type, 'join__type');
  return found.flatMap((each) => textIn(each, 'graph') ?? []);
};
