import { z } from 'zod';

const count = z.coerce.number().int().nonnegative();

/** Who makes the plans: the native planner, ours for what it cannot plan; or ours all. */
export const planners = ['native', 'own'] as const;

/** How the random cases are run. */
export const readRandomEnv = () =>
  z
    .object({
      /** How many cases, half of them where our planner makes all plans; 20,000 is the nightly form. */
      FEDERATION_CASES: count.default(300),
      /** The seed of the first case. */
      FEDERATION_FROM: count.default(0),
      /** The only case to run. */
      FEDERATION_SEED: count.optional(),
      /** Whether to go on after a case that fails, which is then not made smaller: 1 for yes. */
      FEDERATION_GOES_ON: count.default(0).transform((value) => value > 0),
      /** How long a failing case is made smaller, in milliseconds. */
      FEDERATION_SHRINK_MS: count.default(30_000),
      /** The only planner to run with. */
      FEDERATION_PLANNER: z.enum(planners).optional(),
    })
    .parse(process.env);

/** The environment of a process whose cases run with this planner. */
export const envWith = (planner: (typeof planners)[number]) => ({ ...process.env, FEDERATION_PLANNER: planner });
