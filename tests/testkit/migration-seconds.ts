import { z } from 'zod';
import { readEnv } from '../../subgraphs/kit/env.ts';

const shape = z.object({ MIGRATION_SECONDS: z.coerce.number().int().min(2).max(600).default(2) });

/** Seconds that a migration takes under load; MIGRATION_SECONDS=60 is the full form. */
export const migrationSeconds = (): number => readEnv('test', shape).MIGRATION_SECONDS;
