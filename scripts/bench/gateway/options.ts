import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchQuery, benchQueries } from './queries.ts';

const USAGE = 'npm run bench:gateway -- [--rounds 5] [--seconds 5] [--only heavy|small] [--assert] [--profile DIR]';
const FEWEST_ROUNDS = 3;

export interface Options {
  readonly rounds: number;
  /** About how long a round lasts. */
  readonly seconds: number;
  readonly queries: readonly BenchQuery[];
  /** Whether a missed goal fails the run. */
  readonly isAssertion: boolean;
  readonly profileFolder: string | undefined;
}

/** Flags of the command line; a wrong one ends in an error that shows the usage. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      only: { type: 'string' },
      assert: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  const queries = benchQueries.filter(({ name }) => !values.only || name === values.only);
  if (!Number.isInteger(rounds) || rounds < FEWEST_ROUNDS || !(seconds >= 1) || queries.length === 0) {
    throw new Error(`At least ${FEWEST_ROUNDS} rounds of at least 1 s, of a query that there is. Usage: ${USAGE}`);
  }
  const profileFolder = values.profile && resolve(values.profile);
  return { rounds, seconds, queries, isAssertion: values.assert, profileFolder };
}
