import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

/** How many vacancies are imported: few here; the whole size is 100,000, for which the goal is 120 seconds. */
export const importEnv = () =>
  parseEnv(z.object({ VACANCIES: z.coerce.number().int().min(1_000).default(1_100) }), process.env);
