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
export interface ReachedSubgraph extends Giver {
  key: SelectionSetNode;
  /** How many others must be asked before. */
  distance: number;
}

const none: ReadonlySet<string> = new Set();

/** How deep the ways to a key are looked for. */
const deepest = 3;

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** Finds which subgraph answers what, and how it is reached, for one outcome of the moves. */
export class Reach {
  readonly joins: Joins;
  readonly #isMoved: IsMoved;
  readonly #fields = new Map<string, OwnField | undefined>();
  readonly #reached = new Map<string, ReachedSubgraph[]>();

  constructor(joins: Joins, isMoved: IsMoved) {
    this.joins = joins;
    this.#isMoved = isMoved;
  }

  /** The field as this subgraph answers it. */
  offer(giver: Giver, name: string): OwnField | undefined {
    const own = this.#ownField(giver, name);
    const isProvided = giver.provided?.selections.some((each) => each.kind === Kind.FIELD && each.name.value === name);
    const type = isProvided && !own && !this.#isOpen(giver) ? this.joins.typeIn(giver, name) : undefined;
    return type ? { type } : own;
  }

  /** Whether its objects are of several types there. */
  #isOpen({ type, graph }: Giver): boolean {
    return this.joins.isAbstract(type) && !this.joins.isObjectIn(type, graph);
  }

  /** Finds the field; for an abstract type, where the subgraph answers it for each type of objects. */
  #ownField(giver: Giver, name: string): OwnField | undefined {
    const key = `${giver.graph} ${giver.type} ${name}`;
    if (this.#fields.has(key)) return this.#fields.get(key);
    const { type, graph } = giver;
    let own = this.joins.fieldIn(giver, name, this.#isMoved);
    if (own && this.#isOpen(giver)) {
      const members = this.joins.possible(type, graph).map((member) => this.#ownField({ type: member, graph }, name));
      if (members.some((each) => each === undefined || each.requires !== undefined)) own = undefined;
    }
    this.#fields.set(key, own);
    return own;
  }

  /** Subgraphs that can be asked of objects of the type, the nearest first. */
  from(type: string, givers: readonly Giver[], { left = none, depth = 0 } = {}): ReachedSubgraph[] {
    const isPlain = givers.every(({ provided }) => provided === undefined);
    const key = isPlain ? [type, depth, ...givers.map((each) => idOf(each)), '/', ...left].join() : undefined;
    const known = key === undefined ? undefined : this.#reached.get(key);
    if (known !== undefined) return known;
    const reached = this.#walk(type, givers, { left, depth });
    if (key !== undefined) this.#reached.set(key, reached);
    return reached;
  }

  #walk(
    type: string,
    givers: readonly Giver[],
    { left, depth }: { left: ReadonlySet<string>; depth: number },
  ): ReachedSubgraph[] {
    const reached: ReachedSubgraph[] = [];
    let doors = this.#doorsOf(type).filter((door) => !left.has(idOf(door)));
    for (let distance = 0; ; distance++) {
      const known = [...givers, ...reached];
      const next = doors.flatMap((door) => {
        const keys = this.joins.keysOf(door.type, door.graph);
        const key = keys.find((set) => this.#canGive(known, { set, depth }));
        return key ? [{ ...door, key, distance }] : [];
      });
      if (next.length === 0) return reached;
      reached.push(...next);
      doors = doors.filter((door) => !next.some((each) => each.graph === door.graph && each.type === door.type));
    }
  }

  #doorsOf = (type: string): Giver[] =>
    this.joins.facesOf(type).flatMap((face) =>
      this.joins
        .graphsOf(face)
        .filter((graph) => face === type || this.joins.isObjectIn(face, graph))
        .map((graph) => ({ graph, type: face })),
    );

  #canGive(givers: readonly Giver[], { set, depth }: { set: SelectionSetNode; depth: number }): boolean {
    return set.selections.every((each) => {
      if (each.kind !== Kind.FIELD || each.name.value === '__typename') return true;
      return givers.some((giver) => {
        const offer = this.offer(giver, each.name.value);
        if (offer === undefined || offer.requires !== undefined) return false;
        if (each.selectionSet === undefined) return true;
        const inner = namedType(offer.type);
        const first: Giver = {
          graph: giver.graph,
          type: inner,
          provided: providedBelow(giver, each.name.value, offer),
        };
        const all = depth < deepest ? [first, ...this.from(inner, [first], { depth: depth + 1 })] : [first];
        return this.#canGive(all, { set: each.selectionSet, depth: depth + 1 });
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
