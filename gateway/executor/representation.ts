import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { isJsonObject, type JsonObject, valueIn } from './json-object.ts';
import { type Rewrite, rewritesFor, rewritesOf } from './rewrite.ts';
import type { TypeNames } from './type-names.ts';

/** A key of a representation, as its subgraph is to read it. */
interface KeyField {
  /** Names in the data. */
  sources: readonly string[];
  /** JSON of the key, with its colon. */
  start: string;
  /** JSON that stands there whatever the data hold. */
  constant: string | undefined;
  below: Projection | undefined;
  /** Alone it is no reason to ask. */
  isTypename: boolean;
}

/** What an entity of one type is asked by. */
interface KeyFields {
  all: readonly KeyField[];
  /** The field that alone tells entities apart, where one does. */
  sole: string | undefined;
  /** Nothing is asked of the type, though of others that could stand in its place: of what is no entity it is sent. */
  isBare: boolean;
}

/** The keys of an entity, and what `@requires` names, written as JSON: by the entity's type, compiled at its first. */
export class Projection {
  readonly #selections: readonly RequiresSelection[];
  readonly #rewrites: readonly Rewrite[];
  readonly #types: TypeNames;
  readonly #isEntity: boolean;
  readonly #byType = new Map<string | undefined, KeyFields>();

  constructor(
    selections: readonly RequiresSelection[],
    { types, rewrites, isEntity }: { types: TypeNames; rewrites: readonly Rewrite[]; isEntity: boolean },
  ) {
    this.#selections = selections;
    this.#types = types;
    this.#rewrites = rewrites;
    this.#isEntity = isEntity;
  }

  /** Undefined where nothing is known of the object that would tell it from others. */
  textOf(object: JsonObject): string | undefined {
    const fields = this.#fieldsOf(object);
    if (fields === undefined) return undefined;
    let text = '';
    let isKnown = fields.isBare;
    for (const field of fields.all) {
      const value = field.constant ?? sourceText(object, field);
      if (value === undefined) continue;
      if (!field.isTypename && value !== 'null') isKnown = true;
      text += text === '' ? field.start + value : `,${field.start}${value}`;
    }
    return isKnown ? `{${text}}` : undefined;
  }

  /**
   * The value that alone tells this entity apart from others of its `kind`, where its key is one text: a lookup by it
   * needs no text of the whole.
   */
  soleKeyOf(object: JsonObject): { kind: object; value: string } | undefined {
    const fields = this.#fieldsOf(object);
    if (fields?.sole === undefined) return undefined;
    const value = object[fields.sole];
    return typeof value === 'string' ? { kind: fields, value } : undefined;
  }

  #fieldsOf({ __typename: given }: JsonObject): KeyFields | undefined {
    const typename = typeof given === 'string' ? given : undefined;
    if (typename === undefined && this.#isEntity) return undefined;
    let fields = this.#byType.get(typename);
    if (fields === undefined) {
      const all = this.#compile(typename);
      fields = { all, sole: soleKeyIn(all), isBare: !this.#isEntity && all.every(({ isTypename }) => isTypename) };
      this.#byType.set(typename, fields);
    }
    return fields;
  }

  #compile(typename: string | undefined): KeyField[] {
    const collected = new Map<string, { name: string; selections: RequiresSelection[] | undefined }>();
    if (this.#isEntity || this.#dependsOnType)
      collected.set('__typename', { name: '__typename', selections: undefined });
    this.#collect(collected, this.#selections, typename);
    const rewrites = rewritesFor(this.#rewrites, typename);
    return [...collected].map(([key, { name, selections }]): KeyField => {
      const { renameTo = key, setTo, below } = rewritesOf(rewrites, key);
      return {
        sources: name === key ? [name] : [name, key],
        start: `${JSON.stringify(renameTo)}:`,
        constant: setTo === undefined ? undefined : JSON.stringify(setTo),
        below: selections && new Projection(selections, { types: this.#types, rewrites: below, isEntity: false }),
        isTypename: name === '__typename',
      };
    });
  }

  /** What is sent is of some types only: without the type its subgraph could not tell what it was given. */
  get #dependsOnType(): boolean {
    return this.#selections.some(({ kind }) => kind === 'InlineFragment');
  }

  #collect(
    into: Map<string, { name: string; selections: RequiresSelection[] | undefined }>,
    selections: readonly RequiresSelection[],
    typename: string | undefined,
  ): void {
    for (const selection of selections) {
      if (selection.kind === 'Field') {
        const key = selection.alias ?? selection.name;
        const known = into.get(key)?.selections ?? [];
        const all = selection.selections && [...known, ...selection.selections];
        into.set(key, { name: selection.name, selections: all });
      } else if (selection.kind === 'InlineFragment') {
        if (typename !== undefined && this.#types.possibleFor(selection.typeCondition).has(typename))
          this.#collect(into, selection.selections, typename);
      } else throw new Error(`unknown selection of a plan's keys: ${JSON.stringify(selection)}`);
    }
  }
}

const soleKeyIn = (fields: readonly KeyField[]): string | undefined => {
  const [only, ...others] = fields.filter(({ isTypename }) => !isTypename);
  return others.length === 0 && only?.below === undefined && only?.sources.length === 1 ? only.sources[0] : undefined;
};

const sourceText = (object: JsonObject, { sources, below }: KeyField): string | undefined => {
  for (const source of sources) {
    const value = valueIn(object, source);
    if (value !== undefined) return below === undefined ? leafText(value) : nestedText(value, below);
  }
  return undefined;
};

const nestedText = (value: unknown, below: Projection): string | undefined => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => nestedText(item, below) ?? 'null').join()}]`;
  return isJsonObject(value) ? below.textOf(value) : undefined;
};

const plainText = /^[\w .:/-]*$/;

const leafText = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  return value.length < 64 && plainText.test(value) ? `"${value}"` : JSON.stringify(value);
};
