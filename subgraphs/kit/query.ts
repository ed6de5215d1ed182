import type { EntitySchemaWithMeta } from '@mikro-orm/core';
import type { InferKyselyDB } from '@mikro-orm/postgresql';
import {
  AliasNode,
  ColumnNode,
  type Compilable,
  DummyDriver,
  IdentifierNode,
  Kysely,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  ReferenceNode,
  type RootOperationNode,
  SelectionNode,
  type SelectQueryBuilder,
  sql,
} from 'kysely';
import type { Query } from './statement.ts';
import type { Transition } from './status.ts';

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columnOf = (node: OperationNode): string | undefined => {
  if (ColumnNode.is(node)) return node.column.name;
  return ReferenceNode.is(node) && ColumnNode.is(node.column) ? node.column.column.name : undefined;
};

/** Writes `suspendedAt` as `suspended_at`, and answers it under the name of the property. */
class PropertyNames extends OperationNodeTransformer implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return this.transformNode(node);
  }

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => result;

  protected override transformIdentifier(node: IdentifierNode): IdentifierNode {
    return { ...node, name: snakeCase(node.name) };
  }

  protected override transformAlias(node: AliasNode): AliasNode {
    const alias = IdentifierNode.is(node.alias) ? node.alias : this.transformNode(node.alias);
    return { ...node, node: this.transformNode(node.node), alias };
  }

  protected override transformSelection(node: SelectionNode): SelectionNode {
    const name = columnOf(node.selection);
    if (name === undefined || name === snakeCase(name)) return super.transformSelection(node);
    const column = this.transformNode(node.selection) as ColumnNode;
    return SelectionNode.create(AliasNode.create(column, IdentifierNode.create(name)));
  }
}

// Nothing runs here: the text is made once, and run on the connections of the ORM.
const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [new PropertyNames()],
});

class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The tables of entities as Kysely has them, by the names of their properties. */
export type Schema<E extends EntitySchemaWithMeta> = InferKyselyDB<E, { columnNamingStrategy: 'property' }>;

const placeholders = <Values>(): Values =>
  new Proxy(
    {},
    {
      get: (_target, name) => new Placeholder(String(name)),
      ownKeys: () => {
        throw new Error('a query names each of its values: they cannot be spread');
      },
    },
  ) as Values;

const fixedValue = (value: unknown) => () => value;
const namedValue = (name: string) => (values: object) => (values as Record<string, unknown>)[name];

/**
 * Makes queries over the tables of `entities`, which belong to one feature.
 *
 * `build` gets Kysely, typed from the entities by the names of their properties, and a stand-in for each value that a
 * call brings. A list is compared by `isOneOf`.
 */
export const queriesOver =
  <const E extends readonly EntitySchemaWithMeta[]>(..._entities: E) =>
  <Values extends object = Record<never, never>>() =>
  <Row>(
    name: string,
    build: (db: Kysely<Schema<E[number]>>, values: Values) => Compilable<Row>,
  ): Query<Values, Row> => {
    const { sql: text, parameters } = build(compiler as never, placeholders<Values>()).compile();
    const readers = parameters.map((each) => (each instanceof Placeholder ? namedValue(each.name) : fixedValue(each)));
    return { name, text, valuesOf: (values) => readers.map((read) => read(values)) };
  };

/** `column = any(values)`, for a list of any length under one text; `type` is that of PostgreSQL, such as `uuid`. */
export const isOneOf = (column: string, values: readonly unknown[], type: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${values}::${sql.raw(`${type}[]`)})`;

/** `status in (…)`, the states from which the table of transitions allows `to`. */
export const canBecome = <S extends string>(transition: Transition<S>, to: S): RawBuilder<boolean> =>
  sql<boolean>`status in (${sql.raw(transition.sqlFrom(to))})`;

/** What a page of children is asked by: the parents, the id that it begins below, and how many rows a parent. */
export interface PageValues {
  parents: readonly string[];
  before: string;
  rows: number;
}

interface KeyTypes {
  uuid: string;
  text: string;
  int: number;
}

interface Children<Key extends keyof KeyTypes, DB, TB extends keyof DB, Row> {
  /** The type of the parents' key in PostgreSQL. */
  parent: Key;
  /** The column by whose values the rows are ordered, newest first, as in `consent.id`. */
  order: string;
  /** The rows of one parent. */
  of(parent: RawBuilder<KeyTypes[Key]>): SelectQueryBuilder<DB, TB, Row>;
}

/** One page of rows for each of many parents, as one statement: what `pagesByParent` fetches. */
export const pageOfChildren = <Key extends keyof KeyTypes, DB, TB extends keyof DB, Row>(
  db: Kysely<DB>,
  { parents, before, rows }: PageValues,
  { parent, order, of }: Children<Key, DB, TB, Row>,
): Compilable<Row> => {
  const page = of(sql<KeyTypes[Key]>`parent.id`)
    .where(sql<boolean>`${sql.ref(order)} < ${before}`)
    .orderBy(sql.ref(order), 'desc')
    .limit(rows);
  const all = sql<Row>`select page.* from unnest(${parents}::${sql.raw(`${parent}[]`)}) as parent (id)
    cross join lateral (${page}) as page`;
  return { compile: () => all.compile(db) };
};
