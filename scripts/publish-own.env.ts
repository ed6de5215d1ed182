import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../subgraphs/kit/env.ts';

const privateKey = z
  .looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), d: z.string() })
  .transform((jwk, context) => {
    try {
      return createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a private key of Ed25519 as a JSON Web Key' });
      return z.NEVER;
    }
  });

/** What `scripts/publish-own.ts` reads. */
export const publishOwnEnv = z.object({
  /** URL of the registry's database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Private keys of our own publishers and of who approves, which no service has. */
  OWN_PUBLISHER_KEYS: jsonOf(z.object({ publishers: z.record(z.string().min(1), privateKey), approver: privateKey })),
  /** URLs at which gateways ask our own subgraphs. */
  ADDRESSES: jsonOf(z.record(z.string().min(1), z.url({ protocol: /^https?$/ }))),
});
