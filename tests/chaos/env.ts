import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

const count = (usual: number) => z.coerce.number().int().min(40).default(usual);

/**
 * PAYOUTS: how many are paid while things are killed; FAULTS: how many through a wallet that errs in one way. The long
 * forms are 100000 and 10000.
 */
export const disbursementEnv = () => parseEnv(z.object({ PAYOUTS: count(1_500), FAULTS: count(100) }), process.env);

const reloads = z.object({
  RELOAD_SECONDS: z.coerce.number().min(1).default(4),
  MEMORY_RELOADS: z.coerce.number().int().min(2).default(2),
});

/**
 * RELOAD_SECONDS: how long three supergraphs are taken one after the other under load; MEMORY_RELOADS: how many are taken
 * while memory is watched. The long forms are 33 and 120, the first 20 of which warm up.
 */
export const reloadsEnv = () => parseEnv(reloads, process.env);

const overload = z.object({
  OVERLOAD_SECONDS: z.coerce.number().min(1).default(5),
  STALL_SECONDS: z.coerce.number().min(1).default(3),
});

/**
 * OVERLOAD_SECONDS: for how long three times as much comes as can be done; STALL_SECONDS: how long PostgreSQL or a
 * subgraph stands still. The long forms are 60 and 20.
 */
export const overloadEnv = () => parseEnv(overload, process.env);
