import { Kind, type SelectionSetNode, type TypeNode } from 'graphql';
import type { IsMoved, Joins, OwnField } from './joins.ts';

/** Who can be asked about an object: a subgraph, with the type as which it knows the object. */
export interface Giver {
  graph: string;
  type: string;
  /** What it answers here though other subgraphs own it. */
  provided?: SelectionSetNode | undefined;
}

/** A subgraph that can be asked by a key which others give. */
export interface Reached extends Giver {
  key: SelectionSetNode;
  /** How many others must be asked before. */
  distance: number;
}

/** How deep the ways to a key are looked for. */
const deepest = 3;

export const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

/** Finds which subgraph answers what, and how it is reached, for one outcome of the moves. */
export class Reach {
  readonly joins: Joins;
  readonly #isMoved: IsMoved;

  constructor(joins: Joins, isMoved: IsMoved) {
    this.joins = joins;
    this.#isMoved = isMoved;
  }

  /** The field as this subgraph answers it; of an abstract type, where it does so for each type of objects. */
  offer({ type, graph, provided }: Giver, name: string): OwnField | undefined {
    const { joins } = this;
    const own = joins.fieldIn({ type, graph, isMoved: this.#isMoved }, name);
    if (joins.isAbstract(type) && !joins.isObjectIn(type, graph)) {
      const members = own && joins.possible(type, graph).map((member) => this.offer({ type: member, graph }, name));
      return members?.every((each) => each !== undefined && each.requires === undefined) ? own : undefined;
    }
    const isProvided = provided?.selections.some((each) => each.kind === Kind.FIELD && each.name.value === name);
    const declared = isProvided && !own ? joins.typeIn(type, graph, name) : undefined;
    return declared ? { type: declared } : own;
  }

  /** Subgraphs that can be asked of objects of the type, the nearest first. */
  from(type: string, givers: readonly Giver[], { left = new Set<string>(), depth = 0 } = {}): Reached[] {
    const reached: Reached[] = [];
    const doors = this.joins.facesOf(type).flatMap((face) =>
      this.joins.graphsOf(face).flatMap((graph) => {
        const isFace = face === type || this.joins.isObjectIn(face, graph);
        return isFace && !left.has(idOf({ graph, type: face })) ? [{ graph, type: face }] : [];
      }),
    );
    for (let distance = 0; ; distance++) {
      const known = [...givers, ...reached];
      const next = doors.flatMap((door) => {
        if (reached.some((each) => each.graph === door.graph && each.type === door.type)) return [];
        const key = this.joins.keysOf(door.type, door.graph).find((set) => this.#canGive(known, { type, set, depth }));
        return key ? [{ ...door, key, distance }] : [];
      });
      if (next.length === 0) return reached;
      reached.push(...next);
    }
  }

  #canGive(givers: readonly Giver[], { type, set, depth }: { type: string; set: SelectionSetNode; depth: number }): boolean {
    return set.selections.every((each) => {
      if (each.kind !== Kind.FIELD || each.name.value === '__typename') return true;
      return givers.some((giver) => {
        const offer = this.offer(giver, each.name.value);
        if (offer === undefined || offer.requires !== undefined) return false;
        if (each.selectionSet === undefined) return true;
        const inner = namedType(offer.type);
        const first: Giver = { graph: giver.graph, type: inner, provided: providedBelow(giver, each.name.value, offer) };
        const all = depth < deepest ? [first, ...this.from(inner, [first], { depth: depth + 1 })] : [first];
        return this.#canGive(all, { type: inner, set: each.selectionSet, depth: depth + 1 });
      });
    });
  }
}

export const idOf = ({ graph, type }: Giver, requires = ''): string => `${graph} ${type} ${requires}`;

/** What a subgraph answers of the objects behind a field, though others own it. */
export const providedBelow = ({ provided }: Giver, name: string, offer: OwnField): SelectionSetNode | undefined => {
  const outer = provided?.selections.flatMap((each) =>
    each.kind === Kind.FIELD && each.name.value === name ? (each.selectionSet?.selections ?? []) : [],
  );
  const selections = [...(outer ?? []), ...(offer.provides?.selections ?? [])];
  return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined;
};
