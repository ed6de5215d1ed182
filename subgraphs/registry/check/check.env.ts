import { z } from 'zod';

export const checkEnv = z.object({
  /** The limits of one check. */
  CHECK_TIME_MS: z.coerce.number().int().min(1_000).max(600_000).default(60_000),
  CHECK_MEMORY_MB: z.coerce.number().int().min(64).max(16_384).default(2_048),
});

export type CheckEnv = z.infer<typeof checkEnv>;
