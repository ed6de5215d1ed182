import { z } from 'zod';
import { jsonOf, serviceEnv } from '../subgraphs/kit/env.ts';

const subgraphTarget = z.object({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(43, 'must be 32 bytes in base64url'),
});

/** What the gateway reads. The urls of SUBGRAPHS replace those of the supergraph; times are in milliseconds. */
export const gatewayEnv = serviceEnv.extend({
  PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  SUPERGRAPH: z.string().min(1).default('schema/supergraph.graphql'),
  SUBGRAPHS: jsonOf(z.record(z.string().min(1), subgraphTarget)),
  JWKS_URL: z.url({ protocol: /^(file|https?)$/ }),
  TOKEN_ISSUER: z.string().min(1).default('https://prakerja.test'),
  TOKEN_AUDIENCE: z.string().min(1).default('prakerja-graph'),
  SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().min(1).max(120_000).default(5000),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(1).max(600_000).default(15_000),
});

export type GatewayEnv = z.infer<typeof gatewayEnv>;
