import { z } from 'zod';

export const usageEnv = z.object({
  /** URL of a gateway: any of those that share a database tells what all of them counted. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The bearer by which it shows counts, and nothing else. */
  COUNTS_SECRET: z.string().min(43, 'must be 32 bytes in base64url').optional(),
});

export type UsageEnv = z.infer<typeof usageEnv>;
