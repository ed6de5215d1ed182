import { z } from 'zod';
import { sharedSecret } from '../../kit/rotating-secret.ts';

export const bundleEnv = z.object({
  /** What gateways send as the bearer; without it nobody gets the bundle. */
  BUNDLE_SECRET: sharedSecret.optional(),
});
