import { z } from 'zod';

export const checkEnv = z.object({
  /** Where a gateway says who uses what, and which documents clients registered; without it everything counts as used. */
  USAGE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The bearer for it. */
  USAGE_SECRET: z.string().min(43, 'must be 32 bytes in base64url').optional(),
  /** The limits of one check. */
  CHECK_TIME_MS: z.coerce.number().int().min(1_000).max(600_000).default(60_000),
  CHECK_MEMORY_MB: z.coerce.number().int().min(64).max(16_384).default(2_048),
});

export type CheckEnv = z.infer<typeof checkEnv>;
