import pg from 'pg';
import type { SentEntry, SentStore } from './sent-log.ts';

const statementTimeoutMs = 5000;

const prepare = `
  begin;
  select pg_advisory_xact_lock(7105306);
  create table if not exists sent_data (
    id uuid primary key,
    at timestamptz not null,
    subgraph text not null,
    person text not null,
    fields text[] not null,
    request_id text not null
  );
  create index if not exists sent_data_at_ix on sent_data (at, id);
  commit`;

const add = `
  insert into sent_data (id, at, subgraph, person, fields, request_id)
  select id, at, subgraph, person, fields, "requestId"
    from jsonb_to_recordset($1::jsonb)
      as given (id uuid, at timestamptz, subgraph text, person text, fields text[], "requestId" text)`;

const oldest = `
  select id, at, subgraph, person, fields, request_id as "requestId" from sent_data order by at, id limit $1`;

/**
 * What partners were sent of people, in PostgreSQL, until it is in the people's access logs.
 * @throws Error when the table cannot be made
 */
export const openSentStore = async (
  databaseUrl: string,
  log: { warn(details: object, message: string): void },
): Promise<SentStore> => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: statementTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'gateway sent data',
  });
  // A connection that breaks while it is idle must not end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to what partners are sent broke'));
  await pool.query(prepare);
  return {
    async add(entries) {
      await pool.query(add, [JSON.stringify(entries)]);
    },
    oldest: async (most) => (await pool.query<SentEntry>(oldest, [most])).rows,
    async remove(ids) {
      await pool.query('delete from sent_data where id = any($1::uuid[])', [ids]);
    },
    close: () => pool.end(),
  };
};
