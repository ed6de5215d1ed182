import type pg from 'pg';
import { invariantsOf } from '../../subgraphs/kit/assembly.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';

/** What is broken of all that must hold in a subgraph's database, whichever feature promises it; with its rows. */
export const brokenInvariants = async (pool: pg.Pool, features: readonly Feature[]) => {
  const broken: { name: string; rows: unknown[] }[] = [];
  for (const { name, sql } of invariantsOf(features)) {
    const { rows } = await pool.query<object>(sql);
    if (rows.length > 0) broken.push({ name, rows });
  }
  return broken;
};
