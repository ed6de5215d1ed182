import { type FieldNode, Kind, print, type SelectionNode, type SelectionSetNode, type TypeNode } from 'graphql';
import type { AskedTree } from './asked-tree.ts';
import type { FetchGroup, PlanPath } from './fetch-group.ts';
import type { FetchGroups } from './fetch-groups.ts';
import { askedOfAll, askedOfSome, keyOf, onType, setWith } from './field-set.ts';
import { type Giver, idOf, namedType, providedBelow, type Reach, type Reached } from './reach.ts';
import type { RequiredKeys } from './required-keys.ts';

/** A fetch that can be given more fields of an object. */
interface Source extends Giver {
  group: FetchGroup;
  tree: AskedTree;
  /** What its subgraph was sent of the object beside a key. */
  requires: string;
}

/** Objects of one type at one path, with the fetches in which their fields are asked. */
interface Place {
  type: string;
  /** Of the objects, as an entity fetch names them. */
  entityPath: PlanPath;
  /** Of the objects, as what is below them is named. */
  path: PlanPath;
  sources: Source[];
  /** Fetches whose keys are being looked for. */
  entering: Set<string>;
}

/** A further fetch that could be made for an object. */
interface Entry {
  reached: Reached | undefined;
  giver: Giver;
  requires: SelectionSetNode | undefined;
  id: string;
  fields: number;
}

/** More fields than any plan of use has. */
const mostFields = 20_000;

/** Puts each field of an operation into a fetch. What no fetch can answer is handed back. */
export class Placement {
  readonly #reach: Reach;
  readonly #groups: FetchGroups;
  readonly #keys: RequiredKeys;
  /** Collects the fetches that fields are put into. */
  #traces: Set<FetchGroup>[] = [];
  #fields = 0;

  constructor(scope: { reach: Reach; groups: FetchGroups; keys: RequiredKeys }) {
    this.#reach = scope.reach;
    this.#groups = scope.groups;
    this.#keys = scope.keys;
  }

  /** @returns what no subgraph answers */
  root(type: string, set: SelectionSetNode): FieldNode[] {
    const place = { type, path: [], entityPath: [], sources: [], entering: new Set<string>() };
    return this.#settle(place, askedOfAll(type, set, this.#covers));
  }

  #covers = (condition: string, type: string): boolean => {
    const { joins } = this.#reach;
    const possible = joins.possible(condition);
    return condition === type || joins.possible(type).every((each) => possible.includes(each));
  };

  #settle(place: Place, fields: readonly FieldNode[]): FieldNode[] {
    let left = [...fields];
    for (const source of [...place.sources]) left = left.flatMap((each) => this.#put(place, source, each));
    const tried = new Set(place.entering);
    while (left.length > 0) {
      const entry = this.#bestEntry(place, { left, tried });
      if (entry === undefined) break;
      tried.add(entry.id);
      const source = this.#enter(place, entry);
      if (source !== undefined) left = left.flatMap((each) => this.#put(place, source, each));
    }
    return left;
  }

  /** The entry that most fields can be asked in, the nearest of these. */
  #bestEntry(place: Place, { left, tried }: { left: readonly FieldNode[]; tried: ReadonlySet<string> }): Entry | undefined {
    const entries = new Map<string, Entry>();
    for (const door of this.#doors(place)) {
      for (const { name } of left) {
        const offer = this.#offer(door, name.value);
        const requires = offer?.requires;
        const id = idOf(door, requires && print(requires));
        if (offer === undefined || tried.has(id)) continue;
        const entry = entries.get(id) ?? { giver: door, reached: 'key' in door ? door : undefined, requires, id, fields: 0 };
        entries.set(id, entry);
        entry.fields++;
      }
    }
    const far = ({ reached, requires }: Entry) => (reached?.distance ?? 0) + (requires === undefined ? 0 : 1);
    return [...entries.values()].sort((one, other) => other.fields - one.fields || far(one) - far(other))[0];
  }

  #doors({ type, path, sources, entering }: Place): (Giver | Reached)[] {
    const { joins } = this.#reach;
    if (path.length === 0) return joins.graphsOf(type).map((graph) => ({ graph, type }));
    const givers = sources.filter(({ requires }) => requires === '');
    return this.#reach.from(type, givers, { left: entering });
  }

  #offer(giver: Giver, name: string) {
    if (name !== '__typename') return this.#reach.offer(giver, name);
    const { joins } = this.#reach;
    return joins.isObjectIn(giver.type, giver.graph) ? undefined : { type: typenameType };
  }

  /** A fetch of the entry's subgraph for the place; undefined where its keys cannot be had. */
  #enter(place: Place, { reached, giver, requires, id }: Entry): Source | undefined {
    const { graph, type } = giver;
    const sent = requires && this.#keys.named(requires);
    const text = requires === undefined ? '' : print(requires);
    const known = place.sources.find((each) => idOf(each, each.requires) === id);
    if (known) return known;
    if (reached === undefined) {
      const group = this.#groups.root(graph);
      const source = { graph, type, group, tree: group.tree, requires: '' };
      place.sources.push(source);
      return source;
    }
    const [first] = place.sources;
    if (first === undefined) return undefined;
    const sets = [reached.key, ...(sent ? [sent] : [])];
    place.entering.add(id);
    const { left, needs } = this.#traced(() =>
      sets.flatMap((set) => this.#settle(place, askedOfAll(place.type, set, this.#covers))),
    );
    place.entering.delete(id);
    if (left.length > 0) return undefined;
    first.tree.hasTypename = true;
    needs.add(first.group);
    const isFace = this.#reach.joins.isObjectIn(type, graph);
    // What is asked of an interface is asked of all its types: each has a fetch of its own.
    const kind = isFace ? `${place.type} ${text}` : text;
    const group = this.#groups.entities({ graph, path: place.entityPath, needs, kind });
    group.send(place.type, { face: isFace ? type : undefined, sets });
    const source = { graph, type, group, tree: group.tree.on(type), requires: text };
    place.sources.push(source);
    return source;
  }

  #traced(run: () => FieldNode[]): { left: FieldNode[]; needs: Set<FetchGroup> } {
    const needs = new Set<FetchGroup>();
    this.#traces.push(needs);
    const left = run();
    this.#traces.pop();
    return { left, needs };
  }

  /** @returns what is left of the field */
  #put(place: Place, source: Source, field: FieldNode): FieldNode[] {
    if (this.#fields++ > mostFields) throw new Error('the operation has too many fields for a plan');
    const { name, selectionSet: set } = field;
    const offer = this.#offer(source, name.value);
    if (offer === undefined) return [field];
    if (offer.requires !== undefined && print(offer.requires) !== source.requires) return [field];
    if (offer.requires === undefined && source.requires !== '') return [field];
    for (const trace of this.#traces) trace.add(source.group);
    if (name.value === '__typename') {
      source.tree.hasTypename = true;
      return [];
    }
    const key = keyOf(field);
    const asked = source.tree.ask(key, { node: field, type: offer.type });
    if (set === undefined || asked.below === undefined) return [];
    const { graph, group } = source;
    const provided = providedBelow(source, name.value, offer);
    const below: Source = { graph, group, type: namedType(offer.type), tree: asked.below, provided, requires: '' };
    const left = this.#below(below, [...place.path, { Field: key }, ...listsIn(offer.type)], set);
    if (asked.below.isEmpty) source.tree.fields.delete(key);
    return left.length > 0 ? [{ ...field, selectionSet: setWith(left) }] : [];
  }

  /** Puts what is asked of the objects behind a field. */
  #below(source: Source, path: PlanPath, set: SelectionSetNode): SelectionNode[] {
    const { joins } = this.#reach;
    const { type, graph, tree } = source;
    const place: Place = { type, path, entityPath: path, sources: [source], entering: new Set() };
    const ofAll = this.#settle(place, askedOfAll(type, set, this.#covers));
    const left = [...ofAll, ...askedOfSome(type, set, this.#covers)];
    if (left.length === 0 || !joins.isAbstract(type)) return left;
    if (joins.isObjectIn(type, graph)) return this.#typed(place, left);
    const unmet = joins.possible(type, graph).flatMap((member) => {
      const provided = source.provided && setWith(askedOfAll(member, source.provided, this.#covers));
      const own: Source = { ...source, type: member, tree: tree.on(member), provided };
      const inner: PlanPath = [...path, { TypeCondition: [member] }];
      const typed = { type: member, path: inner, entityPath: path, sources: [own], entering: new Set<string>() };
      const rest = this.#settle(typed, askedOfAll(member, setWith(left), this.#covers));
      return rest.length > 0 ? [onType(member, rest)] : [];
    });
    tree.hasTypename = true;
    return unmet;
  }

  /** Puts what depends on the type of objects of which their subgraph knows an interface only. */
  #typed(place: Place, selections: readonly SelectionNode[]): SelectionNode[] {
    let left = selections;
    for (const door of this.#doors(place)) {
      if (left.length === 0 || !('key' in door) || this.#reach.joins.isObjectIn(door.type, door.graph)) continue;
      const entry = { giver: door, reached: door, requires: undefined, id: idOf(door), fields: 0 };
      const source = this.#enter(place, entry);
      if (source !== undefined) left = this.#below(source, place.path, setWith(left));
    }
    return [...left];
  }
}

const typenameType: TypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } };

const listsIn = (type: TypeNode): '@'[] => {
  if (type.kind === Kind.NAMED_TYPE) return [];
  return type.kind === Kind.LIST_TYPE ? ['@', ...listsIn(type.type)] : listsIn(type.type);
};
