import { z } from 'zod';
import { readEnv, serviceEnv } from '../../../subgraphs/kit/env.ts';

const shape = serviceEnv.extend({
  /** The directory of its keys and of what it has stamped. */
  TIME_STAMPER_DIR: z.string().min(1),
});

export const stamperEnv = () => readEnv('time-stamps', shape);
