import { openPool } from '../run.ts';

const TABLES = ['participant', 'subject_key', 'nik_claim', 'participant_identity', 'kk_claim'] as const;
const key = { participant: 'id', subject_key: 'subject_id' } as Record<string, string>;

/** The least that registering and joining cost: the same rows by prepared statements, in two transactions a person. */
export const floorOf = async (
  ending: AsyncDisposableStack,
  url: string,
  { wave, connections }: { wave: number; connections: number },
): Promise<number> => {
  const pool = openPool(ending, { connectionString: url, max: connections });
  await pool.query('create schema floor');
  for (const table of TABLES) {
    await pool.query(`create table floor.${table} (like ${table} including all)`);
    await pool.query(`create table floor.${table}_rows as select * from ${table}
      where ${key[table] ?? 'participant_id'} in (select participant_id from registration where wave_number = ${wave})`);
    await pool.query(`create index on floor.${table}_rows (${key[table] ?? 'participant_id'})`);
  }
  await pool.query(`create table floor.registration (like registration_w${wave} including all)`);
  const { rows } = await pool.query<{ id: string }>('select id from floor.participant_rows');
  const insert = (table: string) =>
    `insert into floor.${table} select * from floor.${table}_rows where ${key[table] ?? 'participant_id'} = $1`;
  const register = `with a as (${insert('participant')}), b as (${insert('subject_key')}), c as (${insert('nik_claim')})
    ${insert('participant_identity')}`;
  const join = `with a as (${insert('kk_claim')})
    insert into floor.registration select * from registration_w${wave} where participant_id = $1`;
  let next = 0;
  const startedAt = performance.now();
  const work = async () => {
    for (let at = next++; at < rows.length; at = next++) {
      const values = [rows[at]?.id];
      await pool.query({ name: 'floor-register', text: register, values });
      await pool.query({ name: 'floor-join', text: join, values });
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  return Math.round(rows.length / seconds);
};
