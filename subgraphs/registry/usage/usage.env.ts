import { z } from 'zod';
import { sharedSecret } from '../../kit/rotating-secret.ts';

export const usageEnv = z.object({
  /** URL of a gateway: any of those that share a database tells what all of them counted. */
  GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The bearer by which it shows counts, and nothing else. */
  COUNTS_SECRET: sharedSecret.optional(),
});

export type UsageEnv = z.infer<typeof usageEnv>;
