import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { fieldSet } from './field-set.ts';

/** A field as one subgraph answers it. */
export interface OwnField {
  type: TypeNode;
  /** What must be sent to the subgraph first. */
  requires?: SelectionSetNode | undefined;
  /** What the subgraph also answers of the objects that the field leads to. */
  provides?: SelectionSetNode | undefined;
}

interface JoinedField {
  node: FieldDefinitionNode;
  joins: Record<string, string | boolean | undefined>[];
}

interface JoinedType {
  node: TypeDefinitionNode;
  fields: ReadonlyMap<string, JoinedField>;
  /** Keys by which a subgraph can be asked, by subgraph. */
  keys: Map<string, SelectionSetNode[]>;
  /** Fields that are part of a key, by subgraph. */
  keyFields: Map<string, Set<string>>;
  /** Subgraphs that have the interface as an object. */
  objectIn: Set<string>;
  /** What can stand for the type, by subgraph; under the empty name in all of them. */
  members: Map<string, Set<string>>;
}

/** Decides whether a field that moves between subgraphs has moved, by the label of its `@override`. */
export type IsMoved = (label: string) => boolean;

/** What a supergraph says of its subgraphs, by the values of its enum of them. */
export class Joins {
  readonly #types = new Map<string, JoinedType>();
  /** Names of the subgraphs. */
  readonly names = new Map<string, string>();

  /** @param supergraph SDL */
  constructor(supergraph: string) {
    const document: DocumentNode = parse(supergraph, { noLocation: true });
    for (const node of document.definitions) {
      if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph') {
        for (const { name, directives } of node.values ?? [])
          for (const { name: named } of valuesOf(directives, 'join__graph')) this.names.set(name.value, String(named));
      }
      if ('name' in node && node.name && 'directives' in node && !node.kind.endsWith('Extension'))
        this.#types.set(node.name.value, readType(node as TypeDefinitionNode));
    }
    for (const [name, { node }] of this.#types) {
      for (const { graph, interface: of } of valuesOf(node.directives, 'join__implements')) this.#member(of, graph, name);
      for (const { graph, member } of valuesOf(node.directives, 'join__unionMember'))
        this.#member(name, graph, String(member));
    }
  }

  #member(of: unknown, graph: unknown, name: string): void {
    const members = this.#types.get(String(of))?.members;
    const isObject = this.#types.get(name)?.node.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (members === undefined || !isObject) return;
    for (const key of ['', String(graph)]) members.set(key, (members.get(key) ?? new Set()).add(name));
  }

  /** Subgraphs that know the type. */
  graphsOf = (type: string): string[] => [...(this.#types.get(type)?.keys.keys() ?? [])];

  keysOf = (type: string, graph: string): readonly SelectionSetNode[] => this.#types.get(type)?.keys.get(graph) ?? [];

  isObjectIn = (type: string, graph: string): boolean => this.#types.get(type)?.objectIn.has(graph) ?? false;

  isAbstract = (type: string): boolean => {
    const kind = this.#types.get(type)?.node.kind;
    return kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION;
  };

  /** Types of objects that can stand for it: of an object itself. */
  possible = (type: string, graph = ''): string[] =>
    this.isAbstract(type) ? [...(this.#types.get(type)?.members.get(graph) ?? [])] : [type];

  /** Types under which subgraphs may know an object of this type: its own, and interfaces that are objects there. */
  facesOf(type: string): string[] {
    const { node } = this.#types.get(type) ?? {};
    const interfaces = node !== undefined && 'interfaces' in node ? (node.interfaces ?? []) : [];
    return [type, ...interfaces.map(({ name }) => name.value).filter((name) => this.#types.get(name)?.objectIn.size)];
  }

  /** The interface as which a subgraph, by its name, knows objects of the type. */
  faceIn(type: string, subgraph: string): string | undefined {
    const [graph] = [...this.names].find(([, name]) => name === subgraph) ?? [];
    return graph === undefined ? undefined : this.facesOf(type).find((face) => this.isObjectIn(face, graph));
  }

  /** The type of a field, as the subgraph declares it. */
  typeIn(type: string, graph: string, name: string): TypeNode | undefined {
    const field = this.#types.get(type)?.fields.get(name);
    const own = field?.joins.find((join) => join.graph === graph);
    return field && (own?.type === undefined ? field.node.type : parseType(String(own.type), { noLocation: true }));
  }

  /** The field where the subgraph answers it itself. */
  fieldIn({ type, graph, isMoved }: { type: string; graph: string; isMoved: IsMoved }, name: string): OwnField | undefined {
    const joined = this.#types.get(type);
    const field = joined?.fields.get(name);
    const declared = this.typeIn(type, graph, name);
    if (!joined?.keys.has(graph) || field === undefined || declared === undefined) return undefined;
    if (field.joins.length === 0) return { type: declared };
    const own = field.joins.find((join) => join.graph === graph);
    if (own === undefined) return undefined;
    if (joined.keyFields.get(graph)?.has(name)) return { type: declared };
    if (own.external || own.usedOverridden) return undefined;
    const hasMoved = (label: unknown) => label === undefined || isMoved(String(label));
    if (own.override !== undefined && !hasMoved(own.overrideLabel)) return undefined;
    const graphName = this.names.get(graph);
    if (field.joins.some((each) => each.override === graphName && hasMoved(each.overrideLabel))) return undefined;
    return { type: declared, requires: setOf(own.requires), provides: setOf(own.provides) };
  }
}

const readType = (node: TypeDefinitionNode): JoinedType => {
  const type: JoinedType = {
    node,
    fields: new Map(
      ('fields' in node ? (node.fields ?? []) : []).flatMap((field) =>
        field.kind === Kind.FIELD_DEFINITION
          ? [[field.name.value, { node: field, joins: valuesOf(field.directives, 'join__field') }]]
          : [],
      ),
    ),
    keys: new Map(),
    keyFields: new Map(),
    objectIn: new Set(),
    members: new Map(),
  };
  for (const { graph: of, key, resolvable, isInterfaceObject } of valuesOf(node.directives, 'join__type')) {
    const graph = String(of);
    if (isInterfaceObject) type.objectIn.add(graph);
    const keys = type.keys.get(graph) ?? [];
    type.keys.set(graph, keys);
    const set = setOf(key);
    if (set === undefined) continue;
    if (resolvable !== false) keys.push(set);
    const names = set.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
    type.keyFields.set(graph, new Set([...(type.keyFields.get(graph) ?? []), ...names]));
  }
  return type;
};

const valuesOf = (directives: readonly ConstDirectiveNode[] = [], name: string): JoinedField['joins'] =>
  directives
    .filter((each) => each.name.value === name)
    .map(({ arguments: args = [] }) =>
      Object.fromEntries(args.map((each) => [each.name.value, valueFromASTUntyped(each.value) as string])),
    );

const setOf = (text: unknown): SelectionSetNode | undefined => (typeof text === 'string' ? fieldSet(text) : undefined);
