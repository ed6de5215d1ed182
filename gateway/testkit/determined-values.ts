import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { readFieldSets } from './determined-sets.ts';

/** An object of the determined graph: all that it holds follows from its type and its number. */
class ValueSequence {
  readonly __typename: string;
  readonly number: number;
  /** The most items in each list of a page. */
  most: number | undefined;

  constructor(typename: string, number: number) {
    this.__typename = typename;
    this.number = number;
  }
}

export interface Entity {
  name: string;
  /** Its fields by subgraph, but for its keys. */
  bySubgraph: string[][];
}

/** What the values are like beyond the schema. */
export interface ValueOptions {
  /** How many objects a type has. */
  population?: number;
  /** Lists have none to three items, and not always two. */
  hasVariedLists?: boolean;
  /** Lists of root fields have three items more. */
  hasLongLists?: boolean;
  /** Entities of different types can have the same key. */
  hasEqualKeys?: boolean;
  hasFailingRoots?: boolean;
  /** Some fields that promise a value have none. */
  hasIllegalNulls?: boolean;
  /** Some fields fail in one subgraph that others, or the one server, answer. */
  hasQuarrels?: boolean;
  /** Coordinates of fields that never fail. */
  steady?: ReadonlySet<string>;
  /** Types that an object behind a field of an interface or union can be, by the field's coordinate. */
  members?: ReadonlyMap<string, readonly string[]>;
}

type FieldValues = Record<string, unknown>;
type Place = { owner: string; field: string; args: object; number: number; most?: number | undefined };

const failure = (field: string) => new GraphQLError(`${field} fails`, { extensions: { code: 'BAD_USER_INPUT' } });

/** Keys in one order, however a schema lists them. */
const sorted = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [
        key,
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? sorted(inner) : inner,
      ]),
  );

/** FNV-1a */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/**
 * Values for every field of a supergraph, without data: each follows from the object's number, the field and its
 * arguments, and with `@requires` from what the field was given. So one schema over everything says what the
 * subgraphs together must answer. Some nullable fields fail, always the same ones.
 */
export class DeterminedValues {
  readonly #schema: GraphQLSchema;
  readonly #sets: ReturnType<typeof readFieldSets>;
  readonly #options: ValueOptions;
  /** What mutations, and the events of a stream, have done so far: all values but keys follow from it, too. */
  epoch = 0;

  constructor(schema: GraphQLSchema, supergraph: DocumentNode, options: ValueOptions = {}) {
    this.#schema = schema;
    this.#options = options;
    this.#sets = readFieldSets(supergraph);
  }

  entities = (): Entity[] =>
    [...this.#sets.identities].map(([name, keys]) => {
      const bySubgraph = [...(this.#sets.owned.get(name)?.values() ?? [])];
      return { name, bySubgraph: bySubgraph.map((names) => names.filter((each) => !keys.has(each))) };
    });

  /** @param subgraph whose answers these are; those of one server without it */
  resolver =
    (subgraph: string | undefined) =>
    (...[source, args, , info]: Parameters<GraphQLFieldResolver<unknown, unknown>>): unknown => {
      const owner = info.parentType.name;
      const field = info.fieldName;
      const given = (source ?? {}) as FieldValues;
      if (owner === 'Mutation') this.epoch += 1 + Number(args.by ?? 0);
      if (field in given && !(given instanceof ValueSequence)) return given[field];
      const number = source === undefined || source === null ? 0 : this.#numberOf(owner, given);
      const set = this.#requiredBy(owner, field);
      if (this.#failsIn(subgraph, { type: info.returnType, place: { owner, field, args, number } }))
        throw failure(field);
      const required =
        set && (subgraph === undefined ? this.#truth(set, { owner, number }) : this.#projected(set, given, owner));
      const most = given instanceof ValueSequence ? given.most : undefined;
      const value = this.#value(info.returnType, {
        owner,
        field,
        args: sorted({ ...args, ...(required && { required }) }),
        number,
        most,
      });
      return this.#paged(value, args);
    };

  /** A reference to an interface is to one of its implementations. */
  references = (subgraph: DocumentNode) => {
    const interfaces = subgraph.definitions.filter((node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION);
    const resolve = (name: string) => (given: FieldValues) => this.#object(name, this.#numberOf(name, given));
    return Object.fromEntries(
      interfaces.map(({ name }) => [
        name.value,
        { __resolveReference: resolve(name.value), __resolveType: this.typeOf },
      ]),
    );
  };

  typeOf = (value: unknown): string => String((value as ValueSequence).__typename);

  /** What the field of an interface object requires, it requires of each implementation. */
  #requiredBy(owner: string, field: string): SelectionSetNode | undefined {
    const definition = this.#schema.getType(owner);
    const owners = [owner, ...(isObjectType(definition) ? definition.getInterfaces().map(({ name }) => name) : [])];
    return owners.map((name) => this.#sets.requires.get(`${name}.${field}`)).find((set) => set !== undefined);
  }

  #truth(set: SelectionSetNode, { owner, number }: { owner: string; number: number }): FieldValues {
    const type = this.#schema.getType(owner) as GraphQLObjectType;
    const entries = this.#selectedOf(owner, set).map((node) => {
      const field = node.name.value;
      const definition = type.getFields()[field];
      if (definition === undefined) throw new Error(`no field ${owner}.${field}`);
      const inner = this.#requiredBy(owner, field);
      const required = inner && this.#truth(inner, { owner, number });
      const args = sorted({ ...getArgumentValues(definition, node), ...(required && { required }) });
      const value = this.#value(definition.type, { owner, field, args, number });
      return [field, node.selectionSet ? this.#truthIn(value, node.selectionSet) : value];
    });
    return Object.fromEntries(entries);
  }

  #truthIn(value: unknown, set: SelectionSetNode): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#truthIn(item, set));
    if (!(value instanceof ValueSequence)) return value;
    return this.#truth(set, { owner: value.__typename, number: value.number });
  }

  /** What a set selects of an object of the type. */
  #selectedOf(typename: unknown, set: SelectionSetNode): FieldNode[] {
    return set.selections.flatMap((each): FieldNode[] => {
      if (each.kind === Kind.FIELD) return each.name.value === '__typename' ? [] : [each];
      if (each.kind !== Kind.INLINE_FRAGMENT) return [];
      const condition = each.typeCondition?.name.value ?? typename;
      return this.#isA(typename, condition) ? this.#selectedOf(typename, each.selectionSet) : [];
    });
  }

  #isA(typename: unknown, condition: unknown): boolean {
    if (typename === condition) return true;
    const [type, wider] = [typename, condition].map((name) => this.#schema.getType(String(name)));
    return isAbstractType(wider) && isObjectType(type) && this.#schema.isSubType(wider, type);
  }

  /** What a subgraph was given of what it requires. */
  #projected(set: SelectionSetNode, given: FieldValues, owner: unknown): FieldValues {
    const entries = this.#selectedOf(given.__typename ?? owner, set).map(({ name, selectionSet }) => {
      const value = given[name.value] === undefined ? 'missing' : given[name.value];
      return [name.value, selectionSet ? this.#projectedIn(value, selectionSet) : value];
    });
    return Object.fromEntries(entries);
  }

  #projectedIn(value: unknown, set: SelectionSetNode): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#projectedIn(item, set));
    return typeof value === 'object' && value !== null ? this.#projected(set, value as FieldValues, undefined) : value;
  }

  #numberOf(type: string, source: FieldValues): number {
    if (source instanceof ValueSequence) return source.number;
    const identity = [...(this.#sets.identities.get(type) ?? [])].find((name) => source[name] != null);
    const number = Number(/\d+$/.exec(String(identity && source[identity]))?.[0]);
    for (const name of this.#sets.identities.get(type) ?? []) {
      if (source[name] !== undefined && source[name] !== this.#identity({ type, field: name, number })) {
        throw new Error(`${type} was asked for by a wrong ${name}: ${String(source[name])}`);
      }
    }
    return number;
  }

  #identity({ type, field, number }: { type: string; field: string; number: number }) {
    const definition = this.#schema.getType(type) as GraphQLObjectType;
    const isNumeric = String(definition.getFields()[field]?.type).startsWith('Int');
    if (isNumeric) return number;
    return this.#options.hasEqualKeys ? `${field}-${number}` : `${this.#canonical(type, field)}-${number}`;
  }

  /** An entity is the same wherever it stands; a page is as long as its field was asked for. */
  #paged(value: unknown, { first }: { first?: number }): unknown {
    if (value instanceof ValueSequence && !this.#sets.identities.has(value.__typename)) value.most = first;
    return value;
  }

  /** A field that an entity interface has is the same whether it is asked of the interface or of an implementation. */
  #canonical(type: string, field: string): string {
    const definition = this.#schema.getType(type);
    const owners = isObjectType(definition) ? definition.getInterfaces() : [];
    const owner = owners.find((each) => this.#sets.identities.has(each.name) && field in each.getFields());
    return `${owner?.name ?? type}.${field}`;
  }

  #value(type: GraphQLOutputType, place: Place): unknown {
    const { owner, field } = place;
    if (this.#sets.identities.get(owner)?.has(field)) return this.#present(type, place);
    if (isNonNullType(type)) return this.#promised(type.ofType, place);
    const hash = this.#hash(place, ' null');
    if (this.#isSteady(owner, field)) return this.#present(type, place);
    if (hash % 17 === 0) throw failure(field);
    return hash % 13 === 0 ? null : this.#present(type, place);
  }

  #promised(type: GraphQLOutputType, place: Place): unknown {
    const { owner, field } = place;
    if (this.#options.hasIllegalNulls !== true || this.#isSteady(owner, field)) return this.#present(type, place);
    const hash = this.#hash(place, ' promise');
    if (hash % 43 === 0) throw failure(field);
    return hash % 37 === 0 ? null : this.#present(type, place);
  }

  #failsIn(subgraph: string | undefined, { type, place }: { type: GraphQLOutputType; place: Place }): boolean {
    if (subgraph === undefined || !this.#options.hasQuarrels || isNonNullType(type)) return false;
    const { owner, field } = place;
    if (['Query', 'Mutation', 'Subscription'].includes(owner) || this.#isSteady(owner, field)) return false;
    return this.#hash({ ...place, args: {} }, ` of ${subgraph}`) % 3 === 0;
  }

  #isSteady(owner: string, field: string): boolean {
    if (this.#sets.mentioned.has(field)) return true;
    if (owner === 'Query' && !this.#options.hasFailingRoots) return true;
    return this.#options.steady?.has(`${owner}.${field}`) ?? false;
  }

  #hash({ owner, field, args, number }: Place, suffix = ''): number {
    const epoch = this.epoch === 0 ? '' : ` after ${this.epoch}`;
    return hashOf(`${this.#canonical(owner, field)} ${JSON.stringify(args)} ${number}${epoch}${suffix}`);
  }

  #present(type: GraphQLOutputType, place: Place): unknown {
    const { owner, field, args, number, most } = place;
    if (isListType(type)) {
      const { hasVariedLists, hasLongLists } = this.#options;
      const there =
        (hasVariedLists ? this.#hash(place, ' length') % 4 : 2) + (hasLongLists && owner === 'Query' ? 3 : 0);
      const { first = most ?? there } = args as { first?: number };
      const itemOf = (index: number) => this.#value(type.ofType, { ...place, args: { ...args, index } });
      return Array.from({ length: Math.min(there, first) }, (_, index) => itemOf(index));
    }
    if (isNonNullType(type)) return this.#present(type.ofType, place);
    if (this.#sets.identities.get(owner)?.has(field)) return this.#identity({ type: owner, field, number });
    const hash = this.#hash(place);
    if (isAbstractType(type) || isObjectType(type))
      return this.#object(this.#memberAt(place, hash) ?? type.name, hash % (this.#options.population ?? 5000));
    if (isEnumType(type)) return type.getValues()[hash % type.getValues().length]?.name;
    if (type.name === 'Int' || type.name === 'Float') return hash % 100_000;
    if (type.name === 'Boolean') return hash % 2 === 0;
    if (type.name === 'Rupiah') return hash;
    const moment = new Date(hash * 1000).toISOString();
    if (type.name === 'DateTime') return moment;
    return type.name === 'Date' ? moment.slice(0, 10) : `${field} ${hash}`;
  }

  #memberAt({ owner, field }: Place, hash: number): string | undefined {
    const definition = this.#schema.getType(owner);
    const owners = [owner, ...(isObjectType(definition) ? definition.getInterfaces().map(({ name }) => name) : [])];
    const members = owners.map((name) => this.#options.members?.get(`${name}.${field}`)).find((each) => each);
    return members?.[(hash >>> 8) % members.length];
  }

  /** What an entity of an interface is, follows from its number, since its key alone must say it. */
  #object(typename: string, seed: number): ValueSequence {
    const type = this.#schema.getType(typename);
    if (isAbstractType(type)) {
      const names = this.#schema.getPossibleTypes(type).map(({ name }) => name);
      const chosen = names.sort()[seed % names.length] ?? typename;
      return this.#object(chosen, seed);
    }
    const families = isObjectType(type)
      ? type.getInterfaces().filter(({ name }) => this.#sets.identities.has(name))
      : [];
    const [family] = families;
    if (family === undefined) return new ValueSequence(typename, seed);
    const names = this.#schema.getPossibleTypes(family).map(({ name }) => name);
    const number = seed - (seed % names.length) + names.sort().indexOf(typename);
    return new ValueSequence(typename, number);
  }
}
