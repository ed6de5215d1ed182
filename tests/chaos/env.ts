import { z } from 'zod';
import { parseEnv } from '../../subgraphs/kit/env.ts';

const count = (usual: number) => z.coerce.number().int().min(40).default(usual);

/**
 * PAYOUTS: how many are paid while things are killed; FAULTS: how many through a wallet that errs in one way. The long
 * forms are 100000 and 10000.
 */
export const disbursementEnv = () => parseEnv(z.object({ PAYOUTS: count(1_500), FAULTS: count(100) }), process.env);
