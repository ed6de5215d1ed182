import type { ClientBase } from 'pg';
import type { Kit, Work } from '../../kit/feature.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { periodic } from '../../kit/periodic.ts';
import { sqlTypes } from '../../kit/sql-types.ts';
import type { VaultKeys } from '../../kit/vault/keys.ts';
import { digestsOf, GENESIS, linkHash } from './chain.ts';
import { type ChainHead, headKey, signHead } from './head.ts';

/** Any constant: it only has to be the same in every process that links this database. */
const CHAIN_LOCK = 7_214_030;
const ONLY = 1;

/** Entries of one transaction. */
const BATCH = 1_000;

const WAITING = `select 1 from journal_pending where exists (select from posting where posting.entry_id =
  journal_pending.entry_id) limit 1`;

// An entry whose postings are not there yet waits for them.
const NEXT = `with next as materialized (
    select entry_id from journal_pending
    where exists (select from posting where posting.entry_id = journal_pending.entry_id)
    order by entered_at, entry_id limit $1
  )
  select next.entry_id as "entryId", digest from next
  join (${digestsOf('array(select entry_id from next)')}) as digests on digests.id = next.entry_id
  order by next.entry_id`;

const HEAD = 'select seq, hash from journal_link order by seq desc limit 1';

const LINK = `insert into journal_link (seq, entry_id, linked_at, hash)
  select $1::bigint + place, entry_id, $2, hash
  from unnest($3::uuid[], $4::bytea[]) with ordinality as link (entry_id, hash, place)`;

const REMOVE = 'delete from journal_pending where entry_id = any($1::uuid[])';

const rowsOf = async <T>(client: ClientBase, text: string, values: unknown[] = []) =>
  (await client.query({ text, values, types: sqlTypes })).rows as T[];

/** The end of the chain. */
export const headOf = async (client: ClientBase): Promise<{ seq: bigint; hash: Buffer }> =>
  (await rowsOf<{ seq: bigint; hash: Buffer }>(client, HEAD))[0] ?? { seq: 0n, hash: GENESIS };

/** Entries without a place in the chain, and for how long the oldest has been waiting, in seconds. */
export const waitingEntries = async (client: ClientBase): Promise<{ entries: number; oldestSeconds: number }> => {
  const text = `select count(*)::int as entries,
    coalesce(extract(epoch from now() - min(entered_at)), 0)::int as "oldestSeconds" from journal_pending`;
  return (
    (await rowsOf<{ entries: number; oldestSeconds: number }>(client, text))[0] ?? { entries: 0, oldestSeconds: 0 }
  );
};

/** Links one batch, in a transaction; the caller holds the lock of the only sequencer. @returns how many were linked */
export const linkBatch = async (client: ClientBase, now: Date, limit = BATCH): Promise<number> => {
  await client.query('begin');
  try {
    const entries = await rowsOf<{ entryId: string; digest: Buffer }>(client, NEXT, [limit]);
    const head = await headOf(client);
    const hashes: Buffer[] = [];
    for (const [index, { entryId, digest }] of entries.entries()) {
      const place = { seq: head.seq + BigInt(index + 1), entryId, linkedAt: now };
      hashes.push(linkHash(hashes.at(-1) ?? head.hash, place, digest));
    }
    const ids = entries.map(({ entryId }) => entryId);
    if (ids.length > 0) {
      await rowsOf(client, LINK, [head.seq, now, ids, hashes]);
      await rowsOf(client, REMOVE, [ids]);
    }
    await client.query('commit');
    return ids.length;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};

type ChainKit = Pick<Kit, 'database' | 'log' | 'now'>;

/** Links what was committed, once a second; one process at a time, whose lock ends with its connection. */
export const journalChain = ({ database, log, now }: ChainKit): FencedWork =>
  new FencedWork({
    name: 'journal chain',
    lockClass: CHAIN_LOCK,
    database,
    log,
    waiting: async () => ((await database.pool.query(WAITING)).rows.length > 0 ? [ONLY] : []),
    advance: async (client) => (await linkBatch(client, now())) === BATCH,
  });

const HEADS_EVERY_MS = 60_000;

/**
 * Writes the end of the chain into the log, signed, once a minute and at the stop: outside the database, so that its
 * owner cannot write the chain anew.
 */
export const signedHeads = ({ database, log, now, env }: ChainKit & { env: { VAULT_KEYS: VaultKeys } }): Work => {
  const key = headKey(env.VAULT_KEYS);
  let last = 0n;
  const tell = async () => {
    const client = await database.pool.connect();
    const { seq, hash } = await headOf(client).finally(() => client.release());
    if (seq === last) return;
    last = seq;
    const head: ChainHead = { seq: String(seq), hash: hash.toString('hex'), at: now().toISOString() };
    log.info({ head: { ...head, signature: signHead(key, head) } }, 'ledger head');
  };
  const work = periodic(tell, { log, everyMs: HEADS_EVERY_MS, failure: 'the head of the ledger was not signed' });
  return {
    start: work.start,
    stop: async () => {
      await work.stop();
      await tell().catch((error: unknown) => log.error({ err: error }, 'the head of the ledger was not signed'));
    },
  };
};
