import type pg from 'pg';
import { invariantsOf } from '../../subgraphs/kit/assembly.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';

/**
 * Names the invariants that a superuser breaks with these statements, past triggers and foreign keys; a constraint has to be
 * dropped before. All of it is undone.
 */
export const brokenByHand = async (
  pool: pg.Pool,
  features: readonly Feature[],
  statements: readonly string[],
): Promise<string[]> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) {
      // Otherwise nothing would be broken, and the test would say so of the invariants.
      if (!(await client.query(statement)).rowCount && !statement.startsWith('alter'))
        throw new Error(`changed nothing: ${statement}`);
    }
    const broken: string[] = [];
    for (const { name, sql } of invariantsOf(features)) if ((await client.query(sql)).rowCount) broken.push(name);
    return broken;
  } finally {
    await client.query('rollback');
    client.release();
  }
};
