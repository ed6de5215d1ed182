/** One hot read: prepared once per connection under its name, which must be unique in the subgraph. */
export interface Statement<Row = unknown> {
  name: string;
  text: string;
  /** Holds the type of a row; never there at run time. */
  row?: Row;
}

/** The rows that a statement answers. */
export type RowsOf<S extends Statement> = S extends Statement<infer Row> ? Row : never;

/** A statement made from entities: its text, once, and the type of its rows. */
export interface Query<Values extends object, Row> extends Statement<Row> {
  /** The values in the order of `$1`, `$2`, … */
  valuesOf(values: Values): unknown[];
}

/** A column of a statement's answer: its type in PostgreSQL, and in TypeScript. */
export interface Column<T> {
  readonly sql: string;
  readonly isNullable: boolean;
  /** The same, which may be null. */
  readonly orNull: Column<T | null>;
  /** The same, for values of a narrower type, such as the states of a status. */
  as<U extends T>(): Column<U>;
  /** Holds the type; never there at run time. */
  readonly value?: T;
}

const columnOf = <T>(sql: string, isNullable = false): Column<T> => ({
  sql,
  isNullable,
  get orNull() {
    return columnOf<T | null>(sql, true);
  },
  as: <U extends T>() => columnOf<U>(sql, isNullable),
});

/** The types of columns, by their names in PostgreSQL. */
export const column = {
  uuid: columnOf<string>('uuid'),
  text: columnOf<string>('text'),
  int2: columnOf<number>('int2'),
  int4: columnOf<number>('int4'),
  int8: columnOf<bigint>('int8'),
  float8: columnOf<number>('float8'),
  bool: columnOf<boolean>('bool'),
  /** A day, as `YYYY-MM-DD`. */
  date: columnOf<string>('date'),
  timestamptz: columnOf<Date>('timestamptz'),
  bytea: columnOf<Buffer>('bytea'),
  jsonb: columnOf<unknown>('jsonb'),
  json: columnOf<unknown>('json'),
  textArray: columnOf<string[]>('_text'),
  uuidArray: columnOf<string[]>('_uuid'),
  int4Array: columnOf<number[]>('_int4'),
} as const;

type Columns = Readonly<Record<string, Column<unknown>>>;

export type RowOf<C extends Columns> = { [Name in keyof C]: C[Name] extends Column<infer T> ? T : never };

/** A statement in SQL of our own, with the columns that it answers. */
export interface DeclaredStatement<Row = unknown> extends Statement<Row> {
  columns: Columns;
}

/** Every declared statement of the process; a test compares their columns with what PostgreSQL says of them. */
export const declaredStatements: DeclaredStatement[] = [];

/**
 * Declares a statement in SQL of our own: where it is simple, a query over entities is made instead (`queriesOver`).
 * @param name that of the prepared statement; unique in the subgraph
 * @param columns what it answers, in any order; the type of its rows follows from them
 */
export const statement = <const C extends Columns>(
  name: string,
  columns: C,
  text: string,
): DeclaredStatement<RowOf<C>> => {
  const declared = { name, text, columns };
  declaredStatements.push(declared);
  return declared;
};
