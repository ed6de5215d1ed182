import { z } from 'zod';
import { readEnv, serviceEnv } from '../../../subgraphs/kit/env.ts';

export const civilShape = serviceEnv.extend({
  /** What callers show. */
  CIVIL_REGISTRY_KEY: z.string().min(16),
  /** The file of people it knows: read at the start, appended to by PUT. */
  CIVIL_REGISTRY_PEOPLE: z.string().min(1).optional(),
});

export const civilEnv = () => readEnv('civil-registry', civilShape);
