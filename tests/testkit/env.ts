import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

/** How many people register in the test of the civil registry's faults: few here; the goal is for 10,000, half a minute. */
export const matchPeople = (): number =>
  parseEnv(z.object({ MATCH_PEOPLE: z.coerce.number().int().min(500).max(10_000).default(1_000) }), process.env)
    .MATCH_PEOPLE;
