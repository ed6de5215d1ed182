import { z } from 'zod';

const rate = z.number().min(0).max(1).default(0);

/** What goes wrong with a simulated civil registry. */
export const civilSwitches = z.strictObject({
  /** DOWN ends connections, GARBAGE sends what is no answer, STRANGER answers about somebody else. */
  fault: z.enum(['NONE', 'DOWN', 'GARBAGE', 'STRANGER']).default('NONE'),
  /** How long each answer takes. */
  slowMs: z.number().int().min(0).max(600_000).default(0),
  /** Calls a second beyond which it says 429; null for any number. */
  callsPerSecond: z.number().int().min(0).max(100_000).nullable().default(null),
  /** The part of people of whom it says that it cannot say anything now. */
  unavailable: rate,
  /** The part of people of whom it says the contrary of what its books have. */
  wrong: rate,
  /** What it says of who is not in its books: everyone who tries the graph out is made up. */
  unknown: z.enum(['MATCH', 'UNKNOWN']).default('MATCH'),
});

export type CivilSwitches = z.infer<typeof civilSwitches>;

export const noFaults: CivilSwitches = civilSwitches.parse({});
