import { createHmac, createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { publicKeyText } from '../../schema/registry/key.ts';
import { scopes } from '../../subgraphs/kit/scopes.ts';
import { inheritedEnv } from '../env.ts';
import { processes, type Service, subgraphs, subscriptions } from '../services.ts';
import { payingVariables, simulatorVariables } from './payment-partners.ts';
import { pinnedFile, publisherKeys } from './publisher-keys.ts';
import { pairOf, type Secrets } from './secrets.ts';

export interface StackFacts {
  /** The gateway's port. */
  port: number;
  data: string;
  secrets: Secrets;
  /** The gateway's port for metrics, from which those of the others follow; without it none are counted. */
  metricsPort?: number | undefined;
  /** URL of each service's own database. */
  databases: Record<string, string>;
}

const HOST = '127.0.0.1';

/** The client by which the explorer signs people in. */
export const EXPLORER = 'explorer';

const portOf = (name: string, port: number) =>
  port + (processes.find((service) => service.name === name)?.portOffset ?? 0);

/** The identity service of the stack whose gateway has this port, as browsers and tokens name it. */
export const issuerOf = (port: number): string => `http://localhost:${portOf('identity', port)}`;

/**
 * Returns the secret with which the gateway reads the issuer's revocations, derived so that the stack keeps one secret
 * fewer.
 */
const revocationsSecret = ({ cookieKey }: Secrets) =>
  createHmac('sha256', cookieKey).update('revocations').digest('base64url');

/** Returns the bearer of the gateway's operator, derived for the same reason. */
export const supergraphSecret = ({ cookieKey }: Pick<Secrets, 'cookieKey'>): string =>
  createHmac('sha256', cookieKey).update('supergraph').digest('base64url');

/** Returns the secret with which gateways read the registry's bundle, derived for the same reason. */
export const bundleSecret = ({ cookieKey }: Pick<Secrets, 'cookieKey'>): string =>
  createHmac('sha256', cookieKey).update('bundle').digest('base64url');

/** Returns the secret with which the registry reads what gateways count, derived for the same reason. */
const countsSecret = ({ cookieKey }: Pick<Secrets, 'cookieKey'>): string =>
  createHmac('sha256', cookieKey).update('counts').digest('base64url');

/** Returns the key that pmo shows the civil registry of the stack, derived for the same reason. */
const civilRegistryKey = ({ cookieKey }: Pick<Secrets, 'cookieKey'>): string =>
  createHmac('sha256', cookieKey).update('civil-registry').digest('base64url');

/** Returns the secret with which the conformance runner asks the registry, derived for the same reason. */
const conformanceSecret = ({ cookieKey }: Secrets): string =>
  createHmac('sha256', cookieKey).update('conformance').digest('base64url');

/** The key with which a stack's runner signs. */
export const runnerKeyOf = ({ runnerKey }: Pick<Secrets, 'runnerKey'>) =>
  createPrivateKey({ key: { ...runnerKey }, format: 'jwk' });

/** A frontend under development runs on a port of its own. */
const LOCAL_ORIGINS = 'http://localhost:*,http://127.0.0.1:*';

const gatewayVariables = ({ port, data, secrets, databases }: StackFacts) => ({
  CORS_ORIGINS: inheritedEnv().CORS_ORIGINS ?? LOCAL_ORIGINS,
  EXPLORER_SIGN_IN: JSON.stringify({
    clientId: EXPLORER,
    scope: ['openid', ...scopes.map(({ name }) => name)].join(' '),
  }),
  RATE_LIMIT_DATABASE_URL: databases.gateway,
  SUPERGRAPH: `registry+http://${HOST}:${portOf('registry', port)}/bundle`,
  BUNDLE_SECRET: bundleSecret(secrets),
  PUBLISHER_KEYS: pinnedFile(data),
  SUPERGRAPH_SECRET: supergraphSecret(secrets),
  COUNTS_SECRET: countsSecret(secrets),
  PARTNER_KEYS: JSON.stringify({
    ...secrets.partnerKeys,
    others: [{ kty: 'OKP', crv: 'Ed25519', x: secrets.runnerKey.x }],
  }),
  SUBGRAPHS: JSON.stringify(
    Object.fromEntries(
      subgraphs.map(({ name, portOffset }) => [
        name,
        { url: `http://${HOST}:${port + portOffset}/graphql`, secret: secrets.callerSecret[name] },
      ]),
    ),
  ),
  JWKS_URL: `http://${HOST}:${portOf('identity', port)}/jwks`,
  TOKEN_ISSUER: issuerOf(port),
  REVOCATIONS_URL: `http://${HOST}:${portOf('identity', port)}/revocations`,
  REVOCATIONS_SECRET: revocationsSecret(secrets),
});

const secretOf = (secrets: Secrets, pair: { from: string; to: string }) => secrets.eventSecret[pairOf(pair)];

const publishersOf = (name: string, secrets: Secrets) =>
  JSON.stringify(
    subscriptions
      .filter(({ to }) => to === name)
      .map(({ from, to }) => ({ name: from, secret: secretOf(secrets, { from, to }) })),
  );

/** Always a development issuer, in a stack that runs the rest in production mode too: it prints its codes. */
const identityVariables = ({ port, secrets, databases }: StackFacts) => ({
  NODE_ENV: 'development',
  DATABASE_URL: databases.identity,
  ISSUER: issuerOf(port),
  VAULT_KEYS: JSON.stringify(secrets.vaultKeys.identity),
  COOKIE_KEYS: JSON.stringify([secrets.cookieKey]),
  SIGNING_KEY: JSON.stringify(secrets.tokenKey),
  EVENT_PUBLISHERS: publishersOf('identity', secrets),
  REVOCATIONS_SECRET: revocationsSecret(secrets),
});

/** Returns the public half of a key, for whoever verifies with it. */
const publicHalf = ({ kty, crv, x, y, kid }: JWK): string => JSON.stringify({ kty, crv, x, y, kid });

const subgraphVariables = (name: string, { port, data, secrets, databases }: StackFacts) => {
  const subscribers = subscriptions
    .filter(({ from }) => from === name)
    .map(({ from, to, types }) => {
      const url = `http://${HOST}:${portOf(to, port)}/events`;
      return { name: to, url, secret: secretOf(secrets, { from, to }), types };
    });
  return {
    DATABASE_URL: databases[name],
    CALLER_SECRET: secrets.callerSecret[name],
    EVENT_SUBSCRIBERS: JSON.stringify(subscribers),
    EVENT_PUBLISHERS: publishersOf(name, secrets),
    // A local stack shows its codes, in production mode too.
    ...(name === 'pmo' && {
      CODE_SENDER_URL: 'console:',
      BARRED_LISTS_DIR: join(data, 'lists'),
      NIK_ATTESTATION_KEY: secrets.nikAttestationKey,
      CIVIL_REGISTRY_URL: `http://${HOST}:${portOf('civil-registry', port)}`,
      CIVIL_REGISTRY_KEY: civilRegistryKey(secrets),
    }),
    ...(name === 'training' && {
      PUBLIC_ORIGIN: `http://localhost:${port}`,
      PROGRAMME_KEY: JSON.stringify(secrets.programmeKey),
      PURCHASE_TOKEN_KEY: JSON.stringify(secrets.purchaseTokenKey),
    }),
    ...(name === 'payments' && {
      PURCHASE_TOKEN_PUBLIC_KEY: publicHalf(secrets.purchaseTokenKey),
      SETTLEMENT_FILES_DIR: join(data, 'settlements'),
    }),
    ...(name === 'registry' && {
      BUNDLE_SECRET: bundleSecret(secrets),
      GATEWAY_URL: `http://${HOST}:${port}`,
      COUNTS_SECRET: countsSecret(secrets),
      CONFORMANCE_SECRET: conformanceSecret(secrets),
      CONFORMANCE_KEYS: JSON.stringify([publicKeyText(runnerKeyOf(secrets))]),
      WARDEN_KEY: JSON.stringify(publisherKeys(data).warden.export({ format: 'jwk' })),
    }),
    // A partner's developer receives on the same machine; in production mode it is refused.
    ...(name === 'pmo' && inheritedEnv().NODE_ENV !== 'production' && { WEBHOOK_LOOPBACK: 'true' }),
    ...(name === 'payments' && payingVariables({ secrets, url: `http://${HOST}:${portOf('simulators', port)}` })),
    ...(secrets.vaultKeys[name] && { VAULT_KEYS: JSON.stringify(secrets.vaultKeys[name]) }),
  };
};

const runnerVariables = ({ port, secrets }: StackFacts) => ({
  REGISTRY_URL: `http://${HOST}:${portOf('registry', port)}`,
  CONFORMANCE_SECRET: conformanceSecret(secrets),
  RUNNER_KEY: JSON.stringify(secrets.runnerKey),
});

const civilVariables = ({ data, secrets }: StackFacts) => ({
  CIVIL_REGISTRY_KEY: civilRegistryKey(secrets),
  CIVIL_REGISTRY_PEOPLE: join(data, 'simulators', 'civil-registry.ndjson'),
});

const variablesOf = ({ name, kind }: Service, facts: StackFacts) => {
  if (kind === 'gateway') return gatewayVariables(facts);
  if (name === 'civil-registry') return civilVariables(facts);
  if (kind === 'simulator') return simulatorVariables(facts);
  if (kind === 'runner') return runnerVariables(facts);
  return kind === 'identity' ? identityVariables(facts) : subgraphVariables(name, facts);
};

/** The environment of one service of a local stack; what the user set for all (LOG_LEVEL, NODE_ENV) is passed on. */
export const environmentOf = (service: Service, facts: StackFacts): NodeJS.ProcessEnv => ({
  ...inheritedEnv(),
  HOST,
  PORT: String(facts.port + service.portOffset),
  METRICS_PORT: facts.metricsPort === undefined ? undefined : String(facts.metricsPort + service.portOffset),
  ...variablesOf(service, facts),
});
