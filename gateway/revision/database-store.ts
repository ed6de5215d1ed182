import type pg from 'pg';
import { openStorePool } from '../store-pool.ts';
import { keptRevisions, type Offer, type RevisionRecord, type RevisionStore, type StoredSupergraph } from './store.ts';

const prepare = `
  begin;
  select pg_advisory_xact_lock(7105303);
  create table if not exists supergraph_revision (
    number bigint primary key,
    id text not null unique,
    supergraph text not null,
    source text not null,
    taken_at timestamptz not null default now()
  );
  create table if not exists supergraph_live (
    is_only boolean primary key default true check (is_only),
    number bigint not null references supergraph_revision on update cascade
  );
  create table if not exists supergraph_offer (
    source text primary key,
    id text not null,
    refusal text,
    offered_at timestamptz not null default now()
  );
  create table if not exists document_use (
    hash text primary key,
    used_on date not null default current_date
  );
  commit`;

const selectLive = 'select id, supergraph from supergraph_revision join supergraph_live using (number)';
const selectLiveId = 'select id from supergraph_revision join supergraph_live using (number)';

/** Gateways that take the same supergraph at once take it one after the other. */
const addInTurn = 'lock table supergraph_live in share row exclusive mode';

// A revision that was taken before gets a new number: the numbers are the order in which revisions went live.
const add = `
  insert into supergraph_revision (number, id, supergraph, source)
  select coalesce(max(number), 0) + 1, $1, $2, $3 from supergraph_revision
  on conflict (id) do update set number = excluded.number, source = excluded.source, taken_at = now()
  returning number`;

const goLive = `
  insert into supergraph_live (number) values ($1)
  on conflict (is_only) do update set number = excluded.number`;

const prune = `
  delete from supergraph_revision
  where number <= (select number from supergraph_revision order by number desc offset $1 limit 1)
    and number not in (select number from supergraph_live)`;

const list = `
  select number::int, id, source, taken_at as "takenAt", live.number is not null as "isLive"
  from supergraph_revision left join supergraph_live as live using (number) order by number desc`;

const recordOffer = `
  insert into supergraph_offer (source, id, refusal) values ($1, $2, $3)
  on conflict (source) do update set id = excluded.id, refusal = excluded.refusal, offered_at = now()`;

const recordUses = `
  insert into document_use (hash) select unnest($1::text[])
  on conflict (hash) do update set used_on = current_date`;

const first = async <T extends object>(pool: pg.Pool, text: string, values: unknown[] = []): Promise<T | undefined> =>
  (await pool.query<T>(text, values)).rows[0];

class DatabaseStore implements RevisionStore {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  live() {
    return first<StoredSupergraph>(this.#pool, selectLive);
  }

  async liveId() {
    return (await first<{ id: string }>(this.#pool, selectLiveId))?.id;
  }

  byNumber(number: number) {
    const text = 'select id, supergraph from supergraph_revision where number = $1';
    return first<StoredSupergraph>(this.#pool, text, [number]);
  }

  async list() {
    return (await this.#pool.query<RevisionRecord>(list)).rows;
  }

  async add({ id, supergraph, source }: StoredSupergraph & { source: string }) {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      await client.query(addInTurn);
      const live = await client.query<{ id: string }>(selectLiveId);
      if (live.rows[0]?.id !== id) {
        const { rows } = await client.query<{ number: string }>(add, [id, supergraph, source]);
        await client.query(goLive, [rows[0]?.number]);
        await client.query(prune, [keptRevisions]);
      }
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async goBackTo(number: number) {
    await this.#pool.query(goLive, [number]);
  }

  async offers() {
    const text = 'select source, id, refusal, offered_at as "offeredAt" from supergraph_offer order by source';
    const { rows } = await this.#pool.query<Omit<Offer, 'refusal'> & { refusal: string | null }>(text);
    return rows.map(({ refusal, ...offer }) => ({ ...offer, refusal: refusal ?? undefined }));
  }

  async recordOffer({ source, id, refusal }: Omit<Offer, 'offeredAt'>) {
    await this.#pool.query(recordOffer, [source, id, refusal]);
  }

  async lastUses(hashes: readonly string[]) {
    const known = 'insert into document_use (hash) select unnest($1::text[]) on conflict do nothing';
    await this.#pool.query(known, [hashes]);
    const text = 'select hash, used_on::timestamptz as "usedOn" from document_use where hash = any($1)';
    const { rows } = await this.#pool.query<{ hash: string; usedOn: Date }>(text, [hashes]);
    return new Map(rows.map(({ hash, usedOn }) => [hash, usedOn]));
  }

  async recordUses(hashes: readonly string[]) {
    await this.#pool.query(recordUses, [hashes]);
  }

  close() {
    return this.#pool.end();
  }
}

/**
 * Revisions in PostgreSQL, shared by every gateway on the same database.
 * @throws Error when the tables cannot be made
 */
export const openDatabaseStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<RevisionStore> => {
  const pool = await openStorePool({
    url: databaseUrl,
    name: 'gateway revisions',
    kept: 'the revisions',
    prepare,
    log,
  });
  return new DatabaseStore(pool);
};
