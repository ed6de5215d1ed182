import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode, type TypeNode } from 'graphql';
import { Doors, type Entry, type Place, type Source } from './doors.ts';
import type { FetchGroup, PlanPath } from './fetch-group.ts';
import type { FetchGroups } from './fetch-groups.ts';
import { askedOfAll, askedOfSome, keyOf, onType, setWith } from './field-set.ts';
import type { Joins } from './joins.ts';
import { idOf, namedType, providedBelow, type Reach, type ReachedSubgraph } from './reach.ts';
import type { RequiredKeys } from './required-keys.ts';

/** More fields than a plan of use has. */
const mostFields = 10_000;

/**
 * Puts each field of an operation into a fetch: one of those that the object came with, or a further one by a key. What no
 * fetch can answer from here is handed back to the field above, which another subgraph may answer too.
 */
export class Placement {
  readonly #joins: Joins;
  readonly #doors: Doors;
  readonly #groups: FetchGroups;
  readonly #keys: RequiredKeys;
  /** Each collects the fetches that fields are put into. */
  readonly #traces: Set<FetchGroup>[] = [];
  #fields = 0;

  constructor({ reach, groups, keys }: { reach: Reach; groups: FetchGroups; keys: RequiredKeys }) {
    this.#joins = reach.joins;
    this.#doors = new Doors(reach);
    this.#groups = groups;
    this.#keys = keys;
  }

  /** @returns what no subgraph answers */
  root(type: string, set: SelectionSetNode): FieldNode[] {
    const place = { type, path: [], entityPath: [], sources: [], entering: new Set<string>() };
    return this.#settle(place, this.#askedOfAll(type, set));
  }

  #covers = (condition: string, type: string): boolean => {
    const possible = this.#joins.possible(condition);
    return condition === type || this.#joins.possible(type).every((each) => possible.includes(each));
  };

  #askedOfAll = (type: string, set: SelectionSetNode) => askedOfAll(type, set, this.#covers);

  #settle(place: Place, fields: readonly FieldNode[]): FieldNode[] {
    let left = [...fields];
    for (const source of [...place.sources]) left = left.flatMap((each) => this.#put(place, source, each));
    const tried = new Set(place.entering);
    while (left.length > 0) {
      const entry = this.#doors.best(place, { left, tried });
      if (entry === undefined) break;
      tried.add(entry.id);
      const source = this.#enter(place, entry);
      if (source !== undefined) left = left.flatMap((each) => this.#put(place, source, each));
    }
    return left;
  }

  /** A fetch of the entry's subgraph for the place; undefined where its keys cannot be had. */
  #enter(place: Place, entry: Entry): Source | undefined {
    const known = place.sources.find((each) => idOf(each, each.requires?.text) === entry.id);
    if (known) return known;
    const { door, requires } = entry;
    const { graph, type } = door;
    const group = 'key' in door ? this.#entityGroup(place, entry, door) : this.#groups.root(graph);
    if (group === undefined) return undefined;
    const source = { graph, type, group, tree: group.path === undefined ? group.tree : group.tree.on(type), requires };
    place.sources.push(source);
    return source;
  }

  #entityGroup(place: Place, { requires, id }: Entry, { graph, type, key }: ReachedSubgraph): FetchGroup | undefined {
    const [origin] = place.sources;
    if (origin === undefined) return undefined;
    const sets = requires === undefined ? [key] : [key, this.#keys.named(requires.set)];
    place.entering.add(id);
    const needs = new Set([origin.group]);
    this.#traces.push(needs);
    const left = sets.flatMap((set) => this.#settle(place, this.#askedOfAll(place.type, set)));
    this.#traces.pop();
    place.entering.delete(id);
    if (left.length > 0) return undefined;
    origin.tree.hasTypename = true;
    const isFace = this.#joins.isObjectIn(type, graph);
    // What is asked of an interface is asked of all its types: each has a fetch of its own.
    const kind = `${isFace ? place.type : ''} ${requires?.text ?? ''}`;
    const group = this.#groups.entities({ graph, path: place.entityPath, needs, kind });
    group.send(place.type, { face: isFace ? type : undefined, sets });
    return group;
  }

  /** @returns what is left of the field */
  #put(place: Place, source: Source, field: FieldNode): FieldNode[] {
    if (this.#fields++ > mostFields) throw new Error('the operation has too many fields for a plan');
    const { name, selectionSet: set } = field;
    const offer = this.#doors.offer(source, name.value);
    if (offer === undefined || offer.requires?.text !== source.requires?.text) return [field];
    for (const trace of this.#traces) trace.add(source.group);
    if (name.value === '__typename') {
      source.tree.hasTypename = true;
      return [];
    }
    const key = keyOf(field);
    const asked = source.tree.ask(key, { node: field, type: offer.type });
    if (set === undefined || asked.below === undefined) return [];
    const below: Source = {
      graph: source.graph,
      type: namedType(offer.type),
      provided: providedBelow(source, name.value, offer),
      group: source.group,
      tree: asked.below,
      requires: undefined,
    };
    const left = this.#below(below, [...place.path, { Field: key }, ...listsIn(offer.type)], set);
    if (asked.below.isEmpty) source.tree.fields.delete(key);
    return left.length > 0 ? [{ ...field, selectionSet: setWith(left) }] : [];
  }

  /** Puts what is asked of the objects behind a field. */
  #below(source: Source, path: PlanPath, set: SelectionSetNode): SelectionNode[] {
    const { type, graph, tree } = source;
    const place: Place = { type, path, entityPath: path, sources: [source], entering: new Set() };
    const ofAll = this.#settle(place, this.#askedOfAll(type, set));
    const left = [...ofAll, ...askedOfSome(type, set, this.#covers)];
    if (left.length === 0 || !this.#joins.isAbstract(type)) return left;
    if (this.#joins.isObjectIn(type, graph)) return this.#typed(place, left);
    tree.hasTypename = true;
    return this.#joins.possible(type, graph).flatMap((member) => {
      const rest = this.#ofMember(source, path, { member, set: setWith(left) });
      return rest.length > 0 ? [onType(member, rest)] : [];
    });
  }

  /** Puts what is asked of objects of one type. */
  #ofMember(source: Source, path: PlanPath, { member, set }: { member: string; set: SelectionSetNode }): FieldNode[] {
    const provided = source.provided && setWith(this.#askedOfAll(member, source.provided));
    const own: Source = { ...source, type: member, tree: source.tree.on(member), provided };
    const inner: PlanPath = [...path, { TypeCondition: [member] }];
    const place = { type: member, path: inner, entityPath: path, sources: [own], entering: new Set<string>() };
    return this.#settle(place, this.#askedOfAll(member, set));
  }

  /** Puts what depends on the type of objects of which their subgraph knows an interface only. */
  #typed(place: Place, selections: readonly SelectionNode[]): SelectionNode[] {
    let left = selections;
    for (const door of this.#doors.at(place)) {
      if (left.length === 0 || this.#joins.isObjectIn(door.type, door.graph)) continue;
      const source = this.#enter(place, { door, requires: undefined, id: idOf(door) });
      if (source !== undefined) left = this.#below(source, place.path, setWith(left));
    }
    return [...left];
  }
}

const listsIn = (type: TypeNode): '@'[] => {
  if (type.kind === Kind.NAMED_TYPE) return [];
  return type.kind === Kind.LIST_TYPE ? ['@', ...listsIn(type.type)] : listsIn(type.type);
};
