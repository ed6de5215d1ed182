import type { GraphQLError } from 'graphql';
import type { SubgraphCall, SubgraphResult } from '../subgraph-call.ts';
import type { Fetch } from '../subgraph-fetch.ts';
import { type EntityPlaces, locationsOf, relocated } from './error-location.ts';
import type { FetchBody } from './fetch-body.ts';
import type { JsonObject } from './json-object.ts';
import { copyOf, mergeInto } from './merge.ts';
import { objectsAt, type PlacePath } from './places.ts';
import type { PlanRun, Task } from './plan-run.ts';
import type { Projection } from './representation.ts';
import type { TypeNames } from './type-names.ts';

/** One list of entities that a fetch asks for. */
export interface EntityList {
  /** The key of the list in the answer. */
  key: string;
  variable: string;
  paths: readonly PlacePath[];
  projection: Projection;
  /** What is answered for equal entities may stand as one object at all their places. */
  isShared: boolean;
  /** For errors that name no place. */
  errorPath: readonly string[] | undefined;
}

/** An entity fetch, compiled. */
export interface EntityFetch {
  subgraph: string;
  fetch: Fetch;
  body: FetchBody;
  kind: SubgraphCall['kind'];
  lists: readonly EntityList[];
  /** Another fetch of the plan may ask the same. */
  isRepeated: boolean;
  types: TypeNames;
}

/** Representations of one variable, each once: equal ones are the same text. */
class Representations {
  readonly #indexes = new Map<string, number>();
  readonly #soles = new Map<object, Map<string, number | undefined>>();

  get size(): number {
    return this.#indexes.size;
  }

  /** Undefined where nothing is to be asked about the object. */
  indexOf(object: JsonObject, projection: Projection): number | undefined {
    const sole = projection.soleKeyOf(object);
    if (sole === undefined) return this.#indexOfText(projection.textOf(object));
    const known = this.#soles.get(sole.kind)?.get(sole.value);
    if (known !== undefined) return known;
    const index = this.#indexOfText(projection.textOf(object));
    const soles = this.#soles.get(sole.kind) ?? new Map<string, number | undefined>();
    this.#soles.set(sole.kind, soles.set(sole.value, index));
    return index;
  }

  #indexOfText(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#indexes.size);
    return this.#indexes.size - 1;
  }

  /** JSON */
  list(): string {
    return `[${[...this.#indexes.keys()].join()}]`;
  }
}

export const entityTask = (fetch: EntityFetch): Task => {
  return (run) => {
    const byVariable = new Map<string, Representations>();
    const places = fetch.lists.map((list) => gather(list, run, byVariable));
    if (places.every(({ targets }) => targets.length === 0)) return undefined;
    return ask(fetch, run, { byVariable, places });
  };
};

const gather = (list: EntityList, { data }: PlanRun, byVariable: Map<string, Representations>): EntityPlaces => {
  const { variable, paths, projection } = list;
  const representations = byVariable.get(variable) ?? new Representations();
  byVariable.set(variable, representations);
  const targets: JsonObject[] = [];
  const indexes: number[] = [];
  const seen = new Set<JsonObject>();
  for (const path of paths) {
    for (const object of objectsAt(data, path)) {
      if (seen.has(object)) continue;
      seen.add(object);
      const index = representations.indexOf(object, projection);
      if (index === undefined) continue;
      targets.push(object);
      indexes.push(index);
    }
  }
  return { paths, targets, indexes };
};

interface GatheredEntities {
  byVariable: ReadonlyMap<string, Representations>;
  places: readonly EntityPlaces[];
}

const ask = async (fetch: EntityFetch, run: PlanRun, { byVariable, places }: GatheredEntities): Promise<void> => {
  const given: string[] = [];
  const counts: Record<string, number> = {};
  for (const [variable, representations] of byVariable) {
    given.push(`${JSON.stringify(variable)}:${representations.list()}`);
    counts[variable] = representations.size;
  }
  const { subgraph, kind } = fetch;
  const body = fetch.body.textWith(run, given);
  const { context, variables, answers } = run;
  const call: SubgraphCall = { subgraph, fetch: fetch.fetch, kind, body, counts, context, variables };
  if (fetch.isRepeated) call.answers = answers;
  const { data, errors } = (await run.request(call)) as SubgraphResult;
  if (errors !== undefined) addErrors(errors, { fetch, run, places });
  if (!data) return;
  for (const [position, list] of fetch.lists.entries()) {
    const found = places[position];
    if (found !== undefined) join(data[list.key], found, { list, types: fetch.types });
  }
};

interface JoinedList {
  list: EntityList;
  types: TypeNames;
}

const join = (entities: unknown, { targets, indexes }: EntityPlaces, { list, types }: JoinedList): void => {
  if (!Array.isArray(entities)) return;
  const isTaken: boolean[] = [];
  for (let position = 0; position < targets.length; position++) {
    const index = indexes[position] as number;
    const entity: unknown = entities[index];
    const target = targets[position];
    if (target === undefined || typeof entity !== 'object' || entity === null) continue;
    const isCopied = !list.isShared && isTaken[index];
    isTaken[index] = true;
    mergeInto(target, (isCopied ? copyOf(entity) : entity) as JsonObject, types);
  }
};

interface ErrorContext {
  fetch: EntityFetch;
  run: PlanRun;
  places: readonly EntityPlaces[];
}

/** Two lists may ask the same of one entity. */
const addErrors = (errors: readonly GraphQLError[], failing: ErrorContext): void => {
  const byList = Map.groupBy(errors, ({ path }) => path?.[0]);
  for (const ofList of byList.values()) failing.run.errors.add(atEntities(ofList, failing));
};

/** Errors at the places of their entities, of which one entity can have many: each is made only when it is taken. */
function* atEntities(errors: readonly GraphQLError[], { fetch, run, places }: ErrorContext): Generator<GraphQLError> {
  const { lists } = fetch;
  const located = new Map<EntityPlaces, ReturnType<typeof locationsOf>>();
  const locationsIn = (found: EntityPlaces) => {
    const locations = located.get(found) ?? locationsOf(run.data, found);
    located.set(found, locations);
    return locations;
  };
  for (const error of errors) {
    const [key, index, ...rest] = error.path ?? [];
    const position = lists.findIndex((list) => list.key === key);
    const found = typeof index === 'number' ? places[position] : undefined;
    const locations = found && locationsIn(found).get(index as number);
    if (locations !== undefined && locations.length > 0) {
      for (const location of locations) yield relocated(error, [...location, ...rest]);
      continue;
    }
    const path = (lists[position] ?? (lists.length === 1 ? lists[0] : undefined))?.errorPath;
    yield path === undefined ? error : relocated(error, path);
  }
}
