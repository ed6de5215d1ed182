import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';

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

export const withholdingEnv = z.object({
  /**
   * The private key with which what is granted no more is taken out of the graph. It can take away and never add; a
   * gateway pins its public half. Without it such revisions are only marked.
   */
  WARDEN_KEY: jsonOf(privateKey).optional(),
});

export type WithholdingEnv = z.infer<typeof withholdingEnv>;
