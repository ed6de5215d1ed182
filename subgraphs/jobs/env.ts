import { z } from 'zod';
import { subgraphEnv } from '../kit/env.ts';

const KEY_BYTES = 32;

/** What jobs reads. With another `PSEUDONYM_KEY` every portal would know every alumnus by a new pseudonym. */
export const jobsEnv = subgraphEnv.extend({
  PSEUDONYM_KEY: z
    .base64url()
    .refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES, 'must be 32 bytes in base64url'),
});
