import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { jsonOf, readEnv, serviceEnv } from '../../../subgraphs/kit/env.ts';
import { sharedSecret } from '../../../subgraphs/kit/rotating-secret.ts';

export const runnerShape = serviceEnv.extend({
  /** Origin of the registry's own port. */
  REGISTRY_URL: z.url({ protocol: /^https?$/ }),
  /** The registry's CONFORMANCE_SECRET. */
  CONFORMANCE_SECRET: sharedSecret,
  /** Private JSON Web Key of Ed25519; the gateway publishes its public half (PARTNER_KEYS, others), the registry pins it. */
  RUNNER_KEY: jsonOf(z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() })),
});

/** What the runner reads. */
export const runnerEnv = () => {
  const { RUNNER_KEY, ...env } = readEnv('conformance', runnerShape);
  return { ...env, key: createPrivateKey({ key: RUNNER_KEY, format: 'jwk' }) };
};
