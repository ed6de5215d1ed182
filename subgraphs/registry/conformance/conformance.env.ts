import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import { sharedSecret } from '../../kit/rotating-secret.ts';

export const conformanceEnv = z.object({
  /** Public keys of the graph's own runners (DER of the SubjectPublicKeyInfo, in base64url): only what they sign counts. */
  CONFORMANCE_KEYS: jsonOf(z.array(z.string().regex(/^[\w-]{59}$/)).max(10)).default([]),
  /** What runners send as the bearer; without it there is nothing for them. */
  CONFORMANCE_SECRET: sharedSecret.optional(),
  /** Days for which a run that was passed opens production. */
  CONFORMANCE_DAYS: z.coerce.number().int().min(1).max(366).default(30),
  /** Publishers of the graph's own subgraphs, whose tests run before they are built. */
  OWN_PUBLISHERS: jsonOf(z.array(z.string().min(1).max(128)).max(100)).default([
    'pmo',
    'training',
    'payments',
    'jobs',
    'registry',
  ]),
});

export type ConformanceEnv = z.infer<typeof conformanceEnv>;
