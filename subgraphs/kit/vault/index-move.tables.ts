/** A column with blind indexes, all of which are made anew when their key is rotated. */
export interface IndexedColumn {
  kind: string;
  table: string;
  column: string;
  /** Bytes of an index under the first key (default 16). */
  bytes?: number;
  /** SQL that is false for rows that hold something else there. */
  where?: string;
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

const state = `create table blind_index_generation (
  keys smallint primary key check (keys > 1),
  began_at timestamptz not null default now(),
  finished_at timestamptz
)`;

const columns = `create table blind_index_column (
  place smallint primary key,
  kind text not null,
  table_name text not null,
  column_name text not null,
  bytes smallint not null,
  condition text not null,
  unique (table_name, column_name, kind)
)`;

// Held by whoever writes indexes of what was stated, until the commit: a new key begins to count, and indexes are made
// anew, between such writes. The query sees what was committed while the lock was waited for.
const generation = `create function blind_index_keys() returns smallint language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(7214024);
  return coalesce((select max(keys) from blind_index_generation), 1);
end $$`;

// All rows of a value at once: what compares rows with each other never meets both forms. Each statement sees what was
// committed while the one before waited for a row. Triggers that keep an identity as it is let it through.
const move = `create function move_blind_indexes(kinds text[], former bytea[], made bytea[]) returns bigint
language plpgsql as $$
declare
  indexed record;
  moved bigint := 0;
  changed bigint;
begin
  perform set_config('vault.moves_indexes', 'on', true);
  for indexed in select * from blind_index_column where kind = any(kinds) order by blind_index_column.place loop
    execute format('update %1$I set %2$I = one.made from unnest($1, $2, $3) as one (kind, former, made)
      where one.kind = $4 and %1$I.%2$I = one.former and %3$s', indexed.table_name, indexed.column_name, indexed.condition)
      using kinds, former, made, indexed.kind;
    get diagnostics changed = row_count;
    moved := moved + changed;
  end loop;
  perform set_config('vault.moves_indexes', 'off', true);
  return moved;
end $$`;

/**
 * What a rotation of the index key needs, with the columns that it reaches: those of claims behind those from which
 * claims are made. Part of a migration.
 */
export const indexMoveTables = (indexed: readonly IndexedColumn[]): string[] => [
  state,
  columns,
  ...indexed.map(
    ({ kind, table, column, bytes = 16, where = 'true' }, place) =>
      `insert into blind_index_column values (${place}, ${[kind, table, column].map(text).join(', ')}, ${bytes}, ${text(where)})`,
  ),
  generation,
  move,
];

/** Lets a column hold indexes that further keys have made, a byte longer. Part of a migration. */
export const longerIndexes = (
  table: string,
  column: string,
  { bytes = 16, constraint = `${table}_${column}_check` }: { bytes?: number; constraint?: string } = {},
): string =>
  // What is there is shorter: nothing needs to be looked at.
  `alter table ${table} drop constraint ${constraint},
    add constraint ${constraint} check (octet_length(${column}) in (${bytes}, ${bytes + 1})) not valid`;

/** SQL that is true while indexes are made anew; for triggers that keep rows as they are. */
export const isMovingIndexes = `current_setting('vault.moves_indexes', true) = 'on'`;
