import { z } from 'zod';
import { readEnv } from '../subgraphs/kit/env.ts';

const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
});

/** What `npm start`, `npm run migrate` and `npm run seed` read. */
export const startEnv = () => readEnv('start', shape);

/** Whether NODE_ENV says so. */
export const isProduction = (): boolean =>
  readEnv('token', z.object({ NODE_ENV: z.string().optional() })).NODE_ENV === 'production';

/** What the user set for every process, such as LOG_LEVEL, and what the system needs, such as PATH. */
export const inheritedEnv = (): NodeJS.ProcessEnv => ({ ...process.env });
