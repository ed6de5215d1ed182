import { z } from 'zod';
import { jsonOf, serviceEnv, subgraphEnv, vaultEnv } from '../../subgraphs/kit/env.ts';
import { sharedSecret } from '../../subgraphs/kit/rotating-secret.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';

const cookieKey = z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url');

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

/** A key for ES256 with its private part. */
const signingKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().min(1),
});

const limit = z.object({ network: z.int().min(1).max(1_000_000_000), total: z.int().min(1).max(1_000_000_000) });

/** Limits within ten minutes; right codes and passwords do not count. */
const signInLimits = z.object({
  codesSent: limit.default({ network: 300, total: 100_000 }),
  codesTried: limit.default({ network: 300, total: 100_000 }),
  passwordsTried: limit.default({ network: 60, total: 1_000 }),
});

const shape = serviceEnv.extend({
  ...vaultEnv.shape,
  PORT: z.coerce.number().int().min(1).max(65_535).default(4010),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(100).default(10),
  ISSUER: z.string().refine(isOrigin, 'must be an origin such as https://login.example'),
  TOKEN_AUDIENCE: z.string().min(1).default('prakerja-graph'),
  COOKIE_KEYS: jsonOf(
    z
      .array(cookieKey.transform((key) => new Secret('cookie key', key)))
      .min(1)
      .max(10),
  ),
  EVENT_PUBLISHERS: subgraphEnv.shape.EVENT_PUBLISHERS,
  PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  SIGN_IN_LIMITS: jsonOf(signInLimits).default(signInLimits.parse({})),
  REVOCATIONS_SECRET: sharedSecret.transform((secret) => new Secret('secret', secret)).optional(),
  SIGNING_KEY: jsonOf(signingKey).optional(),
  SIGNING_KEY_DAYS: z.coerce.number().int().min(1).max(365).default(90),
  CODE_SENDER_URL: z.url({ protocol: /^https?$/ }).optional(),
  CODE_SENDER_TOKEN: z
    .string()
    .min(1)
    .transform((token) => new Secret('token', token))
    .optional(),
});

/**
 * The environment of the identity service. The first of COOKIE_KEYS signs, all of them verify. Production sends codes
 * by CODE_SENDER_URL, keeps its signing keys to itself, and is reached over TLS.
 */
export const identityEnv = shape.superRefine((env, context) => {
  if (env.NODE_ENV !== 'production') return;
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (!env.CODE_SENDER_URL) refuse('CODE_SENDER_URL', 'production must not print codes: name what sends them');
  if (env.SIGNING_KEY) refuse('SIGNING_KEY', 'is for development: production makes its own keys');
  if (!env.ISSUER.startsWith('https:')) refuse('ISSUER', 'must be https in production');
});

export type IdentityEnv = z.infer<typeof identityEnv>;
