import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

/** OPERATIONS: how many operation names a client invents; the long form is 10000. */
export const metricsTestEnv = () =>
  parseEnv(z.object({ OPERATIONS: z.coerce.number().int().min(10).default(200) }), process.env);
