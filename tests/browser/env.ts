import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

/** CHROMIUM: the browser to drive; SCREENSHOTS: a directory for a picture of every step, none by default. */
export const browserEnv = () =>
  parseEnv(
    z.object({ CHROMIUM: z.string().default('/usr/bin/chromium'), SCREENSHOTS: z.string().optional() }),
    process.env,
  );
