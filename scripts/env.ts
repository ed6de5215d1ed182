import { z } from 'zod';
import { readEnv } from '../subgraphs/kit/env.ts';

const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** What `npm start`, `npm run migrate` and `npm run seed` read. */
export const startEnv = () => readEnv('start', shape);

/** What the user set for every process, such as LOG_LEVEL, and what the system needs, such as PATH. */
export const inheritedEnv = (): NodeJS.ProcessEnv => ({ ...process.env });
