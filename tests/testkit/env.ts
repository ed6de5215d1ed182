import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

/** How many people register in the test of the civil registry's faults: few here; the goal is for 10,000, half a minute. */
export const matchPeople = (): number =>
  parseEnv(z.object({ MATCH_PEOPLE: z.coerce.number().int().min(500).max(10_000).default(1_000) }), process.env)
    .MATCH_PEOPLE;

/** Runs `use` under other variables, and puts back those that were there. */
export const withEnv = async <T>(variables: NodeJS.ProcessEnv, use: () => Promise<T>): Promise<T> => {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  const set = (values: NodeJS.ProcessEnv) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(variables);
  try {
    return await use();
  } finally {
    set(before);
  }
};
