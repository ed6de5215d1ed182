import { Kind, parse, type SelectionSetNode, type TypeDefinitionNode, type TypeNode } from 'graphql';
import { type FieldJoin, type JoinedType, type RequiredSet, readJoinedType, valuesOf } from './joined-type.ts';

/** A field as one subgraph answers it. */
export interface OwnField {
  type: TypeNode;
  /** What must be sent to the subgraph first. */
  requires?: RequiredSet | undefined;
  /** What the subgraph also answers of the objects that the field leads to. */
  provides?: SelectionSetNode | undefined;
}

/** Decides whether a field that moves between subgraphs has moved, by the label of its `@override`. */
export type IsMoved = (label: string) => boolean;

/** What a supergraph says of its subgraphs, which go by the values of its enum of them. */
export class Joins {
  readonly #types = new Map<string, JoinedType>();
  /** Names of the subgraphs. */
  readonly names = new Map<string, string>();

  /** @param supergraph SDL */
  constructor(supergraph: string) {
    const types = parse(supergraph, { noLocation: true }).definitions.filter((node): node is TypeDefinitionNode =>
      node.kind.endsWith('TypeDefinition'),
    );
    for (const node of types) {
      this.#types.set(node.name.value, readJoinedType(node));
      if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
      for (const { name, directives } of node.values ?? [])
        for (const values of valuesOf(directives, 'join__graph')) this.names.set(name.value, String(values.name));
    }
    for (const { name, directives } of types) {
      for (const values of valuesOf(directives, 'join__implements')) this.#add(values.interface, values, name.value);
      for (const values of valuesOf(directives, 'join__unionMember')) this.#add(name.value, values, values.member);
    }
  }

  #add(abstract: unknown, { graph }: Record<string, unknown>, member: unknown): void {
    const members = this.#types.get(String(abstract))?.members;
    const name = String(member);
    if (members === undefined || this.#types.get(name)?.kind !== Kind.OBJECT_TYPE_DEFINITION) return;
    for (const key of ['', String(graph)]) members.set(key, (members.get(key) ?? new Set()).add(name));
  }

  /** Subgraphs that know the type. */
  graphsOf = (type: string): string[] => [...(this.#types.get(type)?.keys.keys() ?? [])];

  keysOf = (type: string, graph: string): readonly SelectionSetNode[] => this.#types.get(type)?.keys.get(graph) ?? [];

  isObjectIn = (type: string, graph: string): boolean => this.#types.get(type)?.objectIn.has(graph) ?? false;

  isAbstract = (type: string): boolean => {
    const kind = this.#types.get(type)?.kind;
    return kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION;
  };

  /** Types of objects that can stand for it, in one subgraph or in all: of an object itself. */
  possible = (type: string, graph = ''): string[] =>
    this.isAbstract(type) ? [...(this.#types.get(type)?.members.get(graph) ?? [])] : [type];

  /** Types as which subgraphs know objects of the type: its own, and interfaces that are objects somewhere. */
  facesOf(type: string): string[] {
    const interfaces = this.#types.get(type)?.interfaces ?? [];
    return [type, ...interfaces.filter((name) => this.#types.get(name)?.objectIn.size)];
  }

  /** The value by which a subgraph goes, found by its name. */
  graphOf(subgraph: string): string | undefined {
    const [graph] = [...this.names].find(([, name]) => name === subgraph) ?? [];
    return graph;
  }

  /** The interface as which a subgraph, by its name, knows objects of the type. */
  faceIn(type: string, subgraph: string): string | undefined {
    const graph = this.graphOf(subgraph);
    return graph === undefined ? undefined : this.facesOf(type).find((face) => this.isObjectIn(face, graph));
  }

  /** The type of a field, as the subgraph declares it. */
  typeIn({ type, graph }: { type: string; graph: string }, name: string): TypeNode | undefined {
    const field = this.#types.get(type)?.fields.get(name);
    return field?.joins.find((join) => join.graph === graph)?.type ?? field?.type;
  }

  /** The field where the subgraph answers it itself. A key it can always give. */
  fieldIn({ type, graph }: { type: string; graph: string }, name: string, isMoved: IsMoved): OwnField | undefined {
    const joined = this.#types.get(type);
    const field = joined?.fields.get(name);
    if (!joined?.keys.has(graph) || field === undefined) return undefined;
    if (field.joins.length === 0) return { type: field.type };
    const own = field.joins.find((join) => join.graph === graph);
    if (own === undefined || joined.keyFields.get(graph)?.has(name)) return own && { type: own.type };
    if (own.isExternal || !this.#isOwner(own, field.joins, isMoved)) return undefined;
    return own;
  }

  #isOwner(own: FieldJoin, joins: readonly FieldJoin[], isMoved: IsMoved): boolean {
    const hasMoved = ({ label }: FieldJoin) => label === undefined || isMoved(label);
    if (own.override !== undefined && !hasMoved(own)) return false;
    const name = this.names.get(own.graph ?? '');
    return !joins.some((each) => each.override === name && hasMoved(each));
  }
}
