import type pg from 'pg';
import { openStorePool } from '../store-pool.ts';
import type { UsageSink, UseCount } from './usage-log.ts';

const keptDays = 90;

/** Who uses an element of the schema; strangers have no organisation, client and version. */
export interface ElementUse {
  organization: string;
  client: string;
  version: string;
  isAuthenticated: boolean;
  /** Names of operations; those without one, and those beyond what is kept of a client, have none. */
  operations: string[];
  executions: number;
  lastHour: Date;
}

/** Executions of one client with a token that used one element. */
export interface ClientUse {
  coordinate: string;
  organization: string;
  client: string;
  version: string;
  executions: number;
}

/** Executions of one client on one day that used an element; strangers are no part of it. */
export interface DayUse {
  coordinate: string;
  organization: string;
  client: string;
  /** YYYY-MM-DD in Jakarta. */
  day: string;
  executions: number;
}

export interface UsageStore extends UsageSink {
  /** Removes what is older than 90 days. */
  prune(): Promise<void>;
  /** Uses of the element with this coordinate in the last `days`, the most executed first. */
  usesOf(coordinate: string, days: number): Promise<ElementUse[]>;
  /** Uses of every element by clients with a token in the last `days`; undefined where there are more than `most`. */
  allUses(days: number, most: number): Promise<ClientUse[] | undefined>;
  /** Uses of elements by day in the last `days`. */
  dayUsesOf(coordinates: readonly string[], days: number): Promise<DayUse[]>;
  close(): Promise<void>;
}

// The free part of each page takes the counts that are raised while their hour lasts; what they leave is reused by the
// next hours' only if it is cleaned after some thousands, whatever the size of the table.
const prepare = `
  begin;
  select pg_advisory_xact_lock(7105304);
  create table if not exists used_operation (
    id bigint primary key,
    kind text not null,
    name text not null,
    coordinates text[] not null,
    used_on date not null default current_date
  );
  create table if not exists using_client (
    id bigint primary key,
    organization text not null,
    client text not null,
    version text not null,
    is_authenticated boolean not null,
    used_on date not null default current_date
  );
  create table if not exists operation_use (
    hour integer not null,
    executions integer not null,
    client bigint not null,
    operation bigint not null,
    primary key (hour, client, operation)
  ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
  commit`;

// told: operations and clients that this gateway has not named today. Each table in the order of its key, so that two
// gateways never wait for each other in a circle.
const add = {
  name: 'add uses',
  text: `
    with operations as (
      insert into used_operation (id, kind, name, coordinates)
      select id, kind, name, string_to_array(coordinates, ' ')
      from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as told (id, kind, name, coordinates)
      order by id
      on conflict (id) do update set used_on = current_date
    ), clients as (
      insert into using_client (id, organization, client, version, is_authenticated)
      select * from unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::boolean[]) as told (id)
      order by id
      on conflict (id) do update set used_on = current_date
    )
    insert into operation_use as known (hour, client, operation, executions)
    select * from unnest($10::integer[], $11::bigint[], $12::bigint[], $13::integer[]) as counted (hour, client, operation)
    order by hour, client, operation
    on conflict (hour, client, operation) do update
    set executions = least(known.executions::bigint + excluded.executions, 2147483647)`,
};

const prunings = [
  'delete from operation_use where hour < extract(epoch from now()) / 3600 - $1::integer * 24',
  // A day later: a gateway names an operation that it goes on counting once a day.
  'delete from used_operation where used_on < current_date - ($1::integer + 2)',
  'delete from using_client where used_on < current_date - ($1::integer + 2)',
];

// chosen: operations that use the element. One row for each client and version.
const select = `
  with chosen as (select id, name from used_operation where $1 = any (coordinates))
  select client.organization, client.client, client.version, client.is_authenticated as "isAuthenticated",
    array_remove(array_agg(distinct chosen.name order by chosen.name), '') as operations,
    sum(executions)::float8 as executions,
    to_timestamp(max(hour) * 3600.0) as "lastHour"
  from operation_use
  join chosen on chosen.id = operation_use.operation
  join using_client as client on client.id = operation_use.client
  where hour >= extract(epoch from now()) / 3600 - $2::integer * 24
  group by client.id
  order by executions desc, client.organization, client.client, client.version`;

// by_operation: executions of one client's operation over all hours. One row for each element and client.
const selectAll = `
  with by_operation as (
    select operation, client, sum(executions) as executions from operation_use
    where hour >= extract(epoch from now()) / 3600 - $1::integer * 24
    group by operation, client
  )
  select coordinate, using_client.organization, using_client.client, using_client.version,
    sum(by_operation.executions)::float8 as executions
  from by_operation
  join used_operation on used_operation.id = by_operation.operation
  join using_client on using_client.id = by_operation.client and using_client.is_authenticated
  cross join unnest(used_operation.coordinates) as coordinate
  group by coordinate, using_client.id
  limit $2`;

// One row for each element, client and day; versions of a client are added up.
const selectDays = `
  select element.coordinate, client.organization, client.client,
    to_char(to_timestamp(hour * 3600.0) at time zone 'Asia/Jakarta', 'YYYY-MM-DD') as day,
    sum(executions)::float8 as executions
  from operation_use
  join used_operation as operation on operation.id = operation_use.operation
  join using_client as client on client.id = operation_use.client
  cross join lateral unnest(operation.coordinates) as element (coordinate)
  where operation.coordinates && $1::text[] and element.coordinate = any ($1::text[]) and client.is_authenticated
    and hour >= extract(epoch from now()) / 3600 - $2::integer * 24
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4
  limit 50000`;

const distinct = <T extends { id: string }>(all: readonly T[], told: ReadonlySet<string>): T[] => {
  const found = new Map(all.map((each) => [each.id, each]));
  return [...found.values()].filter(({ id }) => !told.has(id));
};

class DatabaseUsageStore implements UsageStore {
  readonly #pool: pg.Pool;
  readonly #told = new Set<string>();
  #today = '';

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async add(counts: readonly UseCount[]) {
    const today = new Date().toISOString().slice(0, 10);
    if (today !== this.#today) this.#told.clear();
    this.#today = today;
    const operations = distinct(
      counts.map(({ operation }) => operation),
      this.#told,
    );
    const clients = distinct(
      counts.map(({ client }) => client),
      this.#told,
    );
    const values = [
      operations.map(({ id }) => id),
      operations.map(({ kind }) => kind),
      operations.map(({ name }) => name),
      operations.map(({ coordinates }) => coordinates.join(' ')),
      clients.map(({ id }) => id),
      clients.map(({ organization }) => organization),
      clients.map(({ client }) => client),
      clients.map(({ version }) => version),
      clients.map(({ isAuthenticated }) => isAuthenticated),
      counts.map(({ hour }) => hour),
      counts.map(({ client }) => client.id),
      counts.map(({ operation }) => operation.id),
      counts.map(({ executions }) => executions),
    ];
    await this.#pool.query({ ...add, values });
    for (const { id } of [...operations, ...clients]) this.#told.add(id);
  }

  async prune() {
    for (const text of prunings) await this.#pool.query(text, [keptDays]);
  }

  async usesOf(coordinate: string, days: number) {
    return (await this.#pool.query<ElementUse>(select, [coordinate, days])).rows;
  }

  async allUses(days: number, most: number) {
    const { rows } = await this.#pool.query<ClientUse>(selectAll, [days, most + 1]);
    return rows.length > most ? undefined : rows;
  }

  async dayUsesOf(coordinates: readonly string[], days: number) {
    return (await this.#pool.query<DayUse>(selectDays, [coordinates, days])).rows;
  }

  close() {
    return this.#pool.end();
  }
}

/**
 * The operation log in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the tables cannot be made
 */
export const openUsageStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<UsageStore> => {
  const pool = await openStorePool({
    url: databaseUrl,
    name: 'gateway operations',
    kept: 'the operation log',
    prepare,
    log,
  });
  return new DatabaseUsageStore(pool);
};
