import { z } from 'zod';
import { jsonOf, otlpUrl, serviceEnv } from '../subgraphs/kit/env.ts';
import { sharedSecret } from '../subgraphs/kit/rotating-secret.ts';
import { isOriginPattern } from './cors.ts';
import { partnerKeys } from './partner/partner-keys.ts';
import { trustModes } from './trusted-documents.ts';

const subgraphTarget = z.object({
  url: z.url({ protocol: /^https?$/ }),
  secret: sharedSecret,
  timeoutMs: z.int().min(1).max(120_000).optional(),
});

const origins = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(',')
      .map((each) => each.trim()),
  )
  .transform((list) => list.filter((each) => each !== ''))
  .refine((list) => list.every(isOriginPattern), 'must be origins such as https://app.example, separated by commas');

const points = z.int().min(0).max(1_000_000_000);
const dayPoints = z.int().min(0).max(1_000_000_000_000);
const places = z.int().min(0).max(1_000_000);
const atOnce = z.int().min(1).max(100_000);
const milliseconds = z.coerce.number().int().min(1).max(600_000);

/**
 * What the gateway reads. The urls of SUBGRAPHS replace those of the supergraph, its time-outs SUBGRAPH_TIMEOUT_MS; times
 * are in milliseconds.
 */
export const gatewayEnv = serviceEnv.extend({
  PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  OTLP_URL: otlpUrl,
  /** The graph's URL as clients write it, without the query: proofs of possession (DPoP) name it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Origins whose pages may send requests; the port may be `*`. */
  CORS_ORIGINS: origins.default([]),
  /** The public client by which the explorer signs people in at TOKEN_ISSUER, and the scopes that it asks for. */
  EXPLORER_SIGN_IN: jsonOf(z.object({ clientId: z.string().min(1), scope: z.string().min(1) })).optional(),
  /** A path, a http(s) URL that may answer with an ETag, or registry+http(s): and the URL of a registry's bundle. */
  SUPERGRAPH: z.string().min(1).optional(),
  /** The bearer by which a registry knows gateways. */
  BUNDLE_SECRET: sharedSecret.optional(),
  /** How often it is looked at, and what other gateways on the same database did. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(100).max(3_600_000).default(5000),
  /** Time within which subscriptions of an older supergraph are closed, one after the other. */
  SUPERGRAPH_STREAMS_MS: z.coerce.number().int().min(1).max(600_000).default(60_000),
  /** The bearer of whoever may see the revisions and roll back. */
  SUPERGRAPH_SECRET: sharedSecret.optional(),
  /** The bearer of whoever may have it looked at at once, and nothing else. */
  SUPERGRAPH_LOOK_SECRET: sharedSecret.optional(),
  /** The bearer of whoever may read what is counted, for the registry: uses of elements, registered documents, health and budgets. */
  COUNTS_SECRET: sharedSecret.optional(),
  /** Keys by which the bundle of a registry is believed: a path, or the list itself as JSON. */
  PUBLISHER_KEYS: z.string().min(1).optional(),
  SUBGRAPHS: jsonOf(z.record(z.string().min(1), subgraphTarget)),
  /** Without them it asks no subgraph that SUBGRAPHS does not name. */
  PARTNER_KEYS: jsonOf(partnerKeys).optional(),
  JWKS_URL: z.url({ protocol: /^(file|https?)$/ }),
  /** Hours for which known keys stay in use while the issuer is away. */
  JWKS_KEPT_HOURS: z.coerce.number().int().min(1).max(168).default(24),
  TOKEN_ISSUER: z.string().min(1).default('https://prakerja.test'),
  TOKEN_AUDIENCE: z.string().min(1).default('prakerja-graph'),
  /** The longest life of an accepted token: the issuer remembers revocations for 20 minutes only. */
  TOKEN_LIFETIME_S: z.coerce.number().int().min(60).max(900).default(900),
  REVOCATIONS_URL: z.url({ protocol: /^https?$/ }).optional(),
  REVOCATIONS_SECRET: sharedSecret.optional(),
  REVOCATIONS_EVERY_MS: z.coerce.number().int().min(100).max(60_000).default(15_000),
  SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().min(1).max(120_000).default(5000),
  /** Three pings of a subgraph that sends one every 12 s, as ours do. */
  STREAM_SILENCE_MS: milliseconds.default(36_000),
  /** Two megabytes hold the event loop for less than 50 ms at a time. */
  SUBGRAPH_ANSWER_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(2 * 1024 * 1024),
  /** Time for which it serves on when it is told to stop, and says that it is not ready: longer than health checks are apart. */
  UNREADY_MS: z.coerce.number().int().min(0).max(10_000).default(0),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(1).max(600_000).default(15_000),
  COST_LIMIT: z.coerce.number().int().min(1).max(1_000_000_000).default(20_000),
  RATE_LIMITS: jsonOf(z.object({ client: points, person: points, anonymous: points })).default({
    client: 5_000_000,
    person: 200_000,
    anonymous: 200_000,
  }),
  /** Points per organisation and day, beside those of a minute; 0 does not limit. */
  DAY_BUDGETS: jsonOf(
    z.object({
      default: dayPoints.default(1_000_000_000),
      organizations: z.record(z.string().min(1), dayPoints).default({}),
    }),
  ).prefault('{}'),
  /** Requests under way at a time; see `InFlight`. */
  IN_FLIGHT: jsonOf(
    z.object({
      most: atOnce.default(1000),
      least: atOnce.default(64),
      targetMs: z.int().min(1).max(60_000).default(250),
    }),
  ).prefault('{}'),
  SOCKET_LIMITS: jsonOf(
    z.object({
      total: places.default(10_000),
      opening: places.default(500),
      network: places.default(5000),
      anonymous: places.default(50),
      strangers: places.default(2000),
      person: places.default(20),
      people: places.default(8000),
      client: places.default(500),
    }),
  ).prefault('{}'),
  SUBSCRIPTION_LIMITS: jsonOf(
    z.object({
      total: places.default(20_000),
      network: places.default(5000),
      anonymous: places.default(100),
      strangers: places.default(4000),
      person: places.default(100),
      people: places.default(15_000),
      client: places.default(1000),
    }),
  ).prefault('{}'),
  SOCKET_INIT_MS: milliseconds.default(3000),
  SOCKET_IDLE_MS: milliseconds.default(60_000),
  BODY_TIMEOUT_MS: milliseconds.default(5000),
  RATE_LIMIT_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Whether that database also keeps who uses which element of the schema. */
  OPERATION_LOG: z.enum(['on', 'off']).default('on'),
  PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  TRUSTED_DOCUMENTS: z.enum(trustModes).optional(),
  TRUSTED_DOCUMENTS_DIRECTORY: z.string().min(1).optional(),
});

export type GatewayEnv = z.infer<typeof gatewayEnv>;

const committed = 'schema/supergraph.graphql';

/**
 * Returns where the supergraph comes from.
 * @throws Error in production, where it is not said: a committed file is what a developer has, not what is live
 */
export const supergraphPlace = ({ SUPERGRAPH, NODE_ENV }: Pick<GatewayEnv, 'SUPERGRAPH' | 'NODE_ENV'>): string => {
  if (SUPERGRAPH === undefined && NODE_ENV === 'production')
    throw new Error(
      'production says where its supergraph comes from: set SUPERGRAPH, such as registry+https://…/bundle',
    );
  return SUPERGRAPH ?? committed;
};
