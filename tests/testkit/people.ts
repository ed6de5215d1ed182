import pg from 'pg';
import { inject } from 'vitest';

/** Runs SQL on one subgraph's database of the shared stack, as its own role. */
export const rowsOf = async <T>(subgraph: string, text: string, values: unknown[] = []): Promise<T[]> => {
  const client = new pg.Client({ connectionString: inject('stack').databases[subgraph] });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as T[];
  } finally {
    await client.end();
  }
};

/** Seeded participants who have come this far, oldest first. */
export const idsOf = async (status: string, limit = 1): Promise<string[]> => {
  const text = 'select id from participant where status = $1 order by id limit $2';
  return (await rowsOf<{ id: string }>('pmo', text, [status, limit])).map(({ id }) => id);
};

/** Id of the newest row of a person. */
export const idOfOne = async (subgraph: string, table: string, victim: string): Promise<string> => {
  const [row] = await rowsOf<{ id: string }>(
    subgraph,
    `select id from ${table} where participant_id = $1 order by id desc limit 1`,
    [victim],
  );
  if (!row) throw new Error(`the person has no ${table}`);
  return row.id;
};
