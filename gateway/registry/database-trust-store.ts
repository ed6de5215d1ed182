import type pg from 'pg';
import { openStorePool } from '../store-pool.ts';
import type { SeenStatement } from './chain.ts';
import type { SignedRevision, TrustStore } from './trust-store.ts';
import type { WithheldStatement } from './withheld.ts';

// `signed_revision` names revisions that supergraph_revision may not have yet, and outlives those that it drops.
const prepare = `
  begin;
  select pg_advisory_xact_lock(7105303);
  create table if not exists seen_statement (
    subgraph text primary key,
    number bigint not null,
    hash text not null,
    seen_at timestamptz not null default now()
  );
  create table if not exists signed_revision (
    id text primary key,
    keys text[] not null,
    verified_at timestamptz not null default now()
  );
  alter table signed_revision add column if not exists numbers jsonb not null default '{}';
  create table if not exists withheld_statement (
    hash text primary key,
    subgraph text not null,
    number bigint not null,
    elements text[] not null,
    withheld_at timestamptz not null default now()
  );
  create table if not exists ended_canary (
    hash text primary key,
    reason text not null,
    ended_at timestamptz not null default now()
  );
  commit`;

// Of two gateways that see two statements, the newer one stays.
const remember = `
  insert into seen_statement (subgraph, number, hash)
  select * from unnest($1::text[], $2::bigint[], $3::text[])
  on conflict (subgraph) do update set number = excluded.number, hash = excluded.hash, seen_at = now()
  where excluded.number > seen_statement.number`;

const recordSigned = `
  insert into signed_revision (id, keys, numbers) values ($1, $2, $3)
  on conflict (id) do update set keys = excluded.keys, numbers = excluded.numbers, verified_at = now()`;

// Of a statement ever more is withheld, and nothing less.
const withhold = `
  insert into withheld_statement (hash, subgraph, number, elements) values ($1, $2, $3, $4)
  on conflict (hash) do update
    set elements = array(select distinct unnest(withheld_statement.elements || excluded.elements) order by 1)
  where not excluded.elements <@ withheld_statement.elements`;

/** More than the revisions that are kept for a rollback. */
const prune = `
  delete from signed_revision
  where verified_at < (select verified_at from signed_revision order by verified_at desc offset 1000 limit 1)`;

class DatabaseTrustStore implements TrustStore {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async seen() {
    const text = 'select subgraph, number::int, hash from seen_statement order by subgraph';
    return (await this.#pool.query<SeenStatement>(text)).rows;
  }

  async remember(statements: readonly SeenStatement[]) {
    const sorted = statements.toSorted((one, other) => (one.subgraph < other.subgraph ? -1 : 1));
    const columns = [
      sorted.map(({ subgraph }) => subgraph),
      sorted.map(({ number }) => number),
      sorted.map(({ hash }) => hash),
    ];
    await this.#pool.query(remember, columns);
  }

  async signedOf(revision: string) {
    const text = 'select keys, numbers from signed_revision where id = $1';
    return (await this.#pool.query<SignedRevision>(text, [revision])).rows[0];
  }

  async recordSigned(revision: string, { keys, numbers }: SignedRevision) {
    await this.#pool.query(recordSigned, [revision, keys, JSON.stringify(numbers)]);
    await this.#pool.query(prune);
  }

  async withheld() {
    const text = 'select hash, subgraph, number::int, elements from withheld_statement order by hash';
    return (await this.#pool.query<WithheldStatement>(text)).rows;
  }

  async withhold(statements: readonly WithheldStatement[]) {
    for (const { hash, subgraph, number, elements } of statements)
      await this.#pool.query(withhold, [hash, subgraph, number, elements]);
  }

  async endedCanaries() {
    const { rows } = await this.#pool.query<{ hash: string }>('select hash from ended_canary');
    return new Set(rows.map(({ hash }) => hash));
  }

  async endCanary(hash: string, reason: string) {
    const text = 'insert into ended_canary (hash, reason) values ($1, $2) on conflict do nothing';
    await this.#pool.query(text, [hash, reason]);
  }

  close() {
    return this.#pool.end();
  }
}

/**
 * What was seen, in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the tables cannot be made
 */
export const openDatabaseTrustStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<TrustStore> => {
  const pool = await openStorePool({ url: databaseUrl, name: 'gateway trust', kept: 'what was seen', prepare, log });
  return new DatabaseTrustStore(pool);
};
