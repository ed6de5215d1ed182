import type { ClientBase } from 'pg';
import { KeyRing, type WrappedKey } from './key-ring.ts';
import type { VaultKeys } from './keys.ts';

export interface RewrapOptions {
  keys: VaultKeys;
  from: string;
  to: string;
  /** Data keys of one transaction. */
  batch: number;
}

export interface RewrapProgress {
  rewrapped: number;
  /** Data keys still under the old key-encryption key when the run began. */
  total: number;
}

/** Any constant: two runs at once would only wait for each other's rows. */
const REWRAP_LOCK = 7_214_023;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const COUNT = 'select count(*)::int as total from subject_key where kek_id = $1 and destroyed_at is null';

// By primary key: no index on kek_id is needed, which every new subject would pay for.
const NEXT = `select subject_id as "subjectId", kek_id as "kekId", wrapped from subject_key
  where subject_id > $1 and kek_id = $2 and destroyed_at is null order by subject_id limit $3 for update`;

const STORE = `update subject_key set kek_id = $1, wrapped = made.wrapped
  from unnest($2::uuid[], $3::bytea[]) as made (subject_id, wrapped) where made.subject_id = subject_key.subject_id`;

type Row = WrappedKey & { subjectId: string };

const rewrapBatch = async (client: ClientBase, ring: KeyRing, { after, from, to, batch }: Batch) => {
  await client.query('begin');
  try {
    const { rows } = await client.query<Row>(NEXT, [after, from, batch]);
    const made = rows.map((row) => ring.rewrap(row.subjectId, row, to).wrapped);
    if (rows.length > 0) await client.query(STORE, [to, rows.map(({ subjectId }) => subjectId), made]);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

type Batch = Omit<RewrapOptions, 'keys'> & { after: string };

/**
 * Puts every data key that is under `from` under `to`, batch by batch, and reports after each. No sealed value is
 * written, and reading goes on meanwhile: a row always names the key-encryption key that it is under. Stopped at any
 * point, it goes on where it was when run again.
 * @throws VaultError when a data key cannot be unwrapped; what was done before stays
 */
export async function* rewrap(client: ClientBase, options: RewrapOptions): AsyncGenerator<RewrapProgress> {
  const { keys, from, to, batch } = options;
  const ring = new KeyRing(keys);
  await client.query('select pg_advisory_lock($1)', [REWRAP_LOCK]);
  try {
    const total = (await client.query<{ total: number }>(COUNT, [from])).rows[0]?.total ?? 0;
    let rewrapped = 0;
    for (let after = BEFORE_ALL; ; ) {
      const rows = await rewrapBatch(client, ring, { after, from, to, batch });
      rewrapped += rows.length;
      yield { rewrapped, total };
      const last = rows.at(-1);
      if (!last) return;
      after = last.subjectId;
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [REWRAP_LOCK]);
  }
}
