import { z } from 'zod';

const shape = z.object({
  /** What the partner kit reads: where to listen, and whom to believe. */
  PORT: z.string().optional(),
  HOST: z.string().optional(),
  ADDRESS: z.url(),
  GATEWAY_KEYS: z.url(),
  /** The bank's own database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** 32 bytes in base64url: seals offers, and names people to the credit bureau. */
  KUR_SECRET: z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url'),
  BUREAU_URL: z.url({ protocol: /^https?$/ }),
  BUREAU_API_KEY: z.string().min(16),
  BUREAU_TIMEOUT_MS: z.coerce.number().int().min(10).max(60_000).default(5_000),
  /** How long the credit bureau is tried for one application. */
  CHECK_FOR_MS: z.coerce.number().int().min(100).max(604_800_000).default(86_400_000),
  CHECK_EVERY_MS: z.coerce.number().int().min(10).max(60_000).default(1_000),
  /** Adds the offers of 2021, which the programme published. */
  SEED_2021: z.enum(['true', 'false']).default('false'),
});

/** The environment of the bank's subgraph. @throws Error that names what is wrong, never its value */
export const readEnv = () => {
  const { data, error } = shape.safeParse(process.env);
  if (data) return data;
  const wrong = error.issues.map(({ path, message }) => `${path.join('.')} (${message})`);
  throw new Error(`wrong environment: ${wrong.join(', ')}`);
};
