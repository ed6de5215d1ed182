import { resolve } from 'node:path';
import { UsageError } from '../../usage.error.ts';
import type { BenchRun } from '../run.ts';
import { type BenchQuery, benchQueries } from './queries.ts';

const FEWEST_ROUNDS = 3;

const names = benchQueries.map(({ name }) => name);

export const help = `
npm run bench -- gateway [--rounds N] [--seconds N] [--only ${names.join('|')}] [--profile DIR]

Our gateway beside the reference over the same subgraphs, on Linux.
  --rounds   of which the median counts, at least ${FEWEST_ROUNDS} (default 5)
  --seconds  about how long a round lasts (default 5)
  --only     one of the queries
  --profile  where CPU profiles are written
`;

export const flags = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '5' },
  only: { type: 'string' },
  assert: { type: 'boolean' },
  profile: { type: 'string' },
} as const;

export interface Options {
  readonly rounds: number;
  /** About how long a round lasts. */
  readonly seconds: number;
  readonly queries: readonly BenchQuery[];
  readonly profileFolder: string | undefined;
}

/** @throws UsageError */
export function readOptions({ values, count }: BenchRun): Options {
  const rounds = count('rounds');
  const seconds = count('seconds');
  if (rounds < FEWEST_ROUNDS) throw new UsageError(`--rounds takes a number from ${FEWEST_ROUNDS}`);
  const queries = benchQueries.filter(({ name }) => !values.only || name === values.only);
  if (queries.length === 0) throw new UsageError(`--only takes ${names.join(' or ')}`);
  return { rounds, seconds, queries, profileFolder: values.profile && resolve(values.profile) };
}
