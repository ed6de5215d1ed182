import { z } from 'zod';
import { partnerKeys } from '../gateway/partner/partner-keys.ts';
import { jsonOf, readEnv, vaultEnv } from '../subgraphs/kit/env.ts';
import { sharedSecret } from '../subgraphs/kit/rotating-secret.ts';
import type { VaultKeys } from '../subgraphs/kit/vault/keys.ts';
import { services } from './services.ts';

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ }).optional();
const metricsPort = z.coerce.number().int().min(1_024).max(65_000).optional();
const shape = z.object({ DATABASE_URL: databaseUrl, METRICS_PORT: metricsPort });

/** What `npm start` and `npm run graph` read. */
export const startEnv = () => readEnv('start', shape);

const withDatabase = services.filter(({ kind }) => kind !== 'gateway').map(({ name }) => name);
const nameOf = (service: string, variable: string) => `${service.toUpperCase()}_${variable}`;
const databases = z.object(
  Object.fromEntries(withDatabase.map((service) => [nameOf(service, 'DATABASE_URL'), databaseUrl])),
);

/** The databases that have variables of their own, such as PMO_DATABASE_URL, by service. */
export const databasesEnv = (): Record<string, string> => {
  const urls = readEnv('graph', databases);
  const found = withDatabase.map((service) => [service, urls[nameOf(service, 'DATABASE_URL')]] as const);
  return Object.fromEntries(found.flatMap(([service, url]) => (url ? [[service, url]] : [])));
};

/** The keys of the database that DATABASE_URL names. */
export const vaultKeysEnv = (): VaultKeys => readEnv('graph', vaultEnv).VAULT_KEYS;

/** The keys of a service whose database has a variable of its own, from one such as PMO_VAULT_KEYS. */
export const vaultKeysOfService = (service: string): VaultKeys => {
  const name = nameOf(service, 'VAULT_KEYS');
  const found = readEnv('graph', z.object({ [name]: vaultEnv.shape.VAULT_KEYS }))[name];
  return found as VaultKeys;
};

/** The gateway and the access token of whoever runs a command, where it is not the officer of a default stack. */
export const callerEnv = () =>
  readEnv(
    'graph',
    z.object({
      GRAPH_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4000/graphql'),
      GRAPH_TOKEN: z.string().min(1).optional(),
    }),
  );

/** The gateway, and the secret of its operator, where it is not that of a default stack. */
export const operatorEnv = () =>
  readEnv(
    'graph',
    z.object({
      GRAPH_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4000/graphql'),
      SUPERGRAPH_SECRET: sharedSecret.optional(),
    }),
  );

/** What a gateway shows partners' subgraphs people by, where it is not that of a stack. */
export const partnerKeysEnv = () => readEnv('graph', z.object({ PARTNER_KEYS: jsonOf(partnerKeys).optional() }));

/** Whether NODE_ENV says so. */
export const isProduction = (): boolean =>
  readEnv('token', z.object({ NODE_ENV: z.string().optional() })).NODE_ENV === 'production';

/** What the user set for every process, such as LOG_LEVEL, and what the system needs, such as PATH. */
export const inheritedEnv = (): NodeJS.ProcessEnv => ({ ...process.env });
