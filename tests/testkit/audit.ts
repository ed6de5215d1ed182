import type { PoolClient } from 'pg';
import { onTestFinished } from 'vitest';
import { chainPending } from '../../subgraphs/kit/audit/chainer.ts';
import type { AuditEntry } from '../../subgraphs/kit/audit/entry.ts';
import { AuditTables } from '../../subgraphs/kit/audit/tables.ts';
import { type ChainReport, type VerifyOptions, verifyChain } from '../../subgraphs/kit/audit/verify.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { type Database, execute, openDatabase, type Transaction } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { sqlTypes } from '../../subgraphs/kit/sql-types.ts';
import { auditTrail } from './audit-trail.ts';
import { databaseFrom } from './database.ts';
import { callerOf } from './subgraph.ts';

const open = (url: string) =>
  openDatabase({ url, name: 'test', entities: [], migrations: [{ name: '001-audit', class: AuditTables }] });

const withConnection = async <T>({ pool }: Database, work: (client: PoolClient) => Promise<T>) => {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
};

/** A database with an audit trail and a table of seats that mutations change, open until the test ends. */
export const auditDatabase = async () => {
  const url = await databaseFrom('audit', async (template) => {
    const database = await open(template);
    await migrate(database);
    await database.pool.query('create table seat (number int primary key, holder text not null)');
    await database.close();
  });
  const database = await open(url);
  onTestFinished(() => database.close());
  const trail = auditTrail(database);
  const query = async <T>(text: string, values: unknown[] = []) =>
    (await database.pool.query({ text, values, types: sqlTypes })).rows as T[];
  const mutate = <T>(work: (caller: Caller) => T | Promise<T>, caller: Caller = callerOf('siti', 'self')) =>
    trail.run({ name: 'takeSeat', args: {}, facts: { caller, requestId: 'request-0001' } }, work);
  return {
    ...database,
    url,
    query,
    trail,
    mutate,
    /** One transaction of the ORM, as a service makes it. */
    transaction: <T>(work: (em: Transaction) => Promise<T>) => database.orm.em.fork().transactional(work),
    /** In the order in which they were written: ids of one millisecond have none. */
    entries: () => query<Pick<AuditEntry, 'outcome' | 'code'>>('select outcome, code from audit_pending order by ctid'),
    link: () => chainPending(database, () => new Date()),
    verify: (options?: VerifyOptions): Promise<ChainReport> =>
      withConnection(database, (client) => verifyChain(client, options)),
    /** What a superuser can do whom no trigger stops. */
    tamper: (text: string) =>
      withConnection(database, async (client) => {
        await client.query(`set session_replication_role = replica`);
        await client.query(text);
      }),
  };
};

export type AuditDatabase = Awaited<ReturnType<typeof auditDatabase>>;

export const takeSeat = async (em: Transaction, number = 1): Promise<void> => {
  await execute(em, `insert into seat values ($1, 'siti')`, [number]);
};
