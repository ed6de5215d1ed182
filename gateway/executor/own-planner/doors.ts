import type { FieldNode } from 'graphql';
import { Kind, type TypeNode } from 'graphql';
import type { AskedTree } from './asked-tree.ts';
import type { FetchGroup, PlanPath } from './fetch-group.ts';
import type { RequiredSet } from './joined-type.ts';
import type { OwnField } from './joins.ts';
import { type Giver, idOf, type Reach, type ReachedSubgraph } from './reach.ts';

/** A fetch that can be given more fields of an object. */
export interface Source extends Giver {
  group: FetchGroup;
  tree: AskedTree;
  /** What its subgraph is sent of the object beside a key. */
  requires: RequiredSet | undefined;
}

/** Objects of one type at one path, with the fetches in which their fields are asked. */
export interface Place {
  type: string;
  /** Path of the objects, as an entity fetch names them. */
  entityPath: PlanPath;
  /** Path of the objects, as what is below them is named. */
  path: PlanPath;
  sources: Source[];
  /** Fetches whose keys are being looked for. */
  entering: Set<string>;
}

/** A further fetch that could be made for an object. */
export interface Entry {
  door: Giver | ReachedSubgraph;
  requires: RequiredSet | undefined;
  id: string;
}

/** Finds the fetches that could be made for the objects at a place. */
export class Doors {
  readonly #reach: Reach;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  at({ type, path, sources, entering }: Place): (Giver | ReachedSubgraph)[] {
    if (path.length === 0) return this.#reach.joins.graphsOf(type).map((graph) => ({ graph, type }));
    const givers = sources.filter(({ requires }) => requires === undefined);
    return this.#reach.from(type, givers, { left: entering });
  }

  /** The field as the subgraph answers it. What an object is, one that has its interface as an object cannot tell. */
  offer(giver: Giver, name: string): OwnField | undefined {
    if (name !== '__typename') return this.#reach.offer(giver, name);
    return this.#reach.joins.isObjectIn(giver.type, giver.graph) ? undefined : { type: typenameType };
  }

  /** The entry that most fields can be asked in, the nearest of these. */
  best(place: Place, { left, tried }: { left: readonly FieldNode[]; tried: ReadonlySet<string> }): Entry | undefined {
    const entries = new Map<string, Entry & { fields: number; distance: number }>();
    for (const door of this.at(place)) {
      for (const { name } of left) {
        const offer = this.offer(door, name.value);
        const id = idOf(door, offer?.requires?.text);
        if (offer === undefined || tried.has(id)) continue;
        const { requires } = offer;
        const distance = ('distance' in door ? door.distance : 0) + (requires === undefined ? 0 : 1);
        const entry = entries.get(id) ?? { door, requires, id, fields: 0, distance };
        entries.set(id, entry);
        entry.fields++;
      }
    }
    const all = [...entries.values()];
    return all.sort((one, other) => other.fields - one.fields || one.distance - other.distance)[0];
  }
}

const typenameType: TypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } };
