import { z } from 'zod';

const count = z.coerce.number().int().nonnegative();

/** How the random cases are run. */
export const readRandomEnv = () =>
  z
    .object({
      /** How many cases; 20,000 is the nightly form. */
      FEDERATION_CASES: count.default(500),
      /** The only case to run. */
      FEDERATION_SEED: count.optional(),
      /** How long a failing case is made smaller, in milliseconds. */
      FEDERATION_SHRINK_MS: count.default(30_000),
      /** `own`: all plans are made by our planner. */
      FEDERATION_PLANNER: z.enum(['native', 'own']).default('native'),
    })
    .parse(process.env);
