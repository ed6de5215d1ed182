import { z } from 'zod';
import { withFiles } from './file-variables.ts';
import { rotating, sharedSecret } from './rotating-secret.ts';
import { vaultKeys } from './vault/keys.ts';

const eventSecret = rotating(z.string().startsWith('whsec_'));

const subscriber = z.object({
  name: z.string().min(1),
  url: z.url(),
  secret: eventSecret,
  types: z.array(z.string()).min(1).optional(),
});
const publisher = z.object({ name: z.string().min(1), secret: eventSecret });

/** A variable that holds JSON; a malformed one is named like any other wrong value. */
export const jsonOf = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** The environment of every service, gateway and subgraphs alike. */
export const serviceEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** The port on which Prometheus asks for metrics; none are counted where it is not set. */
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
});

/** The collector that gets traces by OTLP/HTTP, without `/v1/traces`; none are kept where it is not set. */
export const otlpUrl = z.url({ protocol: /^https?$/ }).optional();

/** The environment of every subgraph. `DATABASE_URL` is that of its own database and role. */
export const subgraphEnv = serviceEnv.extend({
  OTLP_URL: otlpUrl,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(100).default(10),
  /** Requests of gateways under way at a time; further ones are refused. */
  REQUESTS_UNDER_WAY: z.coerce.number().int().min(1).max(100_000).default(512),
  CALLER_SECRET: sharedSecret,
  /** In a partner's sandbox: the file that says by how much the programme's time differs. Refused in production. */
  CLOCK_FILE: z.string().min(1).optional(),
  EVENT_SUBSCRIBERS: jsonOf(z.array(subscriber).max(100)).default([]),
  EVENT_PUBLISHERS: jsonOf(z.array(publisher).max(100)).default([]),
});

export type SubgraphEnv = z.infer<typeof subgraphEnv>;

/** What a service that seals personal data reads besides; how many people's an officer may read where it shows them. */
export const vaultEnv = z.object({
  VAULT_KEYS: jsonOf(vaultKeys),
  IDENTITY_READS_PER_DAY: z.coerce.number().int().min(1).max(1_000_000).default(200),
});

const describe = (issues: readonly z.core.$ZodIssue[]) =>
  issues.map(({ path, message }) => `${path.join('.') || 'environment'} (${message})`).join(', ');

/**
 * Reads a service's environment; NAME_FILE names a file with the value of NAME.
 * @throws Error with one line that names each wrong or missing variable; never its value, which may be a secret.
 */
export const parseEnv = <T extends z.ZodType>(shape: T, source: NodeJS.ProcessEnv): z.infer<T> => {
  const parsed = shape.safeParse(withFiles(shape, source));
  if (parsed.success) return parsed.data;
  throw new Error(`wrong environment: ${describe(parsed.error.issues)}; .env.example documents every variable`);
};

/** Like `parseEnv` for the entry point of process `name`: prints the line and exits with code 2. */
export const readEnv = <T extends z.ZodType>(name: string, shape: T, source = process.env): z.infer<T> => {
  try {
    return parseEnv(shape, source);
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    return process.exit(2);
  }
};
