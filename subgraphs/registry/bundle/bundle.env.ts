import { z } from 'zod';

export const bundleEnv = z.object({
  /** What gateways send as the bearer; without it nobody gets the bundle. */
  BUNDLE_SECRET: z.string().min(43, 'must be 32 bytes in base64url').optional(),
});
