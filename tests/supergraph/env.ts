import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

const fuzzing = z.object({
  FUZZED_DOCUMENTS: z.coerce.number().int().min(100).default(2_500),
  FUZZED_SEED: z.coerce
    .number()
    .int()
    .default(() => randomInt(1_000_000)),
});

/**
 * FUZZED_DOCUMENTS: how many documents are made and asked; the long form is 10000. FUZZED_SEED: from which seed, to see
 * the same ones again; without it each run asks others.
 */
export const fuzzingEnv = () => parseEnv(fuzzing, process.env);
