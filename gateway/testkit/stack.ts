import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import type { SpanExporter } from '../../subgraphs/kit/tracing/exporter.ts';
import type { DryRun } from '../dry-run.ts';
import { gatewayEnv } from '../env.ts';
import type { PublicError } from '../errors.ts';
import { createGateway } from '../gateway.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { SupergraphCheck } from '../revision/candidate.ts';
import type { SupergraphSource } from '../revision/source.ts';
import type { TrialFault } from '../revision/trial.ts';
import { planningHere } from './planning-here.ts';
import { type Subgraph, type SubgraphOptions, startSubgraph } from './subgraph.ts';

export interface GraphqlAnswer {
  data?: Record<string, unknown> | null;
  errors?: PublicError[];
  extensions?: {
    subgraphs?: { subgraph: string; statements: number | null; durationMs: number }[];
    cost?: object;
    plan?: string[];
    dryRun?: DryRun;
  };
}

export interface StackOptions {
  subgraphs: Record<string, SubgraphOptions>;
  env?: Record<string, string>;
  metrics?: GatewayMetrics;
  exporter?: SpanExporter;
  /** The origin of the supergraph, when it is not composed of the subgraphs. */
  source?: SupergraphSource;
  checks?: readonly SupergraphCheck[];
  /** Plans and trials are made in processes of their own, as in a service, and not in that of the test. */
  plansApart?: boolean;
  /** Tries supergraphs instead of what the process of the test does. */
  trialFault?: TrialFault;
  /** The gateway knows our own documents, too. */
  hasOwnDocuments?: boolean;
  /** Changes the supergraph with which the gateway starts. */
  change?: (supergraph: string) => string;
}

export interface GraphqlRequest {
  variables?: Record<string, unknown>;
  operationName?: string;
  headers?: Record<string, string>;
}

/** Names of the subgraphs in the supergraph made of `subgraphs`. */
export const compose = (subgraphs: Record<string, Pick<Subgraph, 'sdl' | 'url'>>): string => {
  const services = Object.entries(subgraphs).map(([name, { sdl, url }]) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
};

/** A supergraph that never changes. */
export const fixedSource = (supergraph: string): SupergraphSource => ({ name: 'fixed', read: async () => supergraph });

export const createIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const directory = await mkdtemp(join(tmpdir(), 'gateway-test-'));
  const file = join(directory, 'jwks.json');
  await writeFile(file, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' }] }));
  const sign = (
    claims: Record<string, unknown>,
    { expiresIn = '5m', key = privateKey, alg = 'ES256', typ = 'at+jwt' } = {},
  ) =>
    new SignJWT({ scope: '', ...claims })
      .setProtectedHeader({ alg, typ, kid: 'test' })
      .setIssuer(typeof claims.iss === 'string' ? claims.iss : 'https://prakerja.test')
      .setAudience(typeof claims.aud === 'string' ? claims.aud : 'prakerja-graph')
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(key);
  return { url: pathToFileURL(file).href, privateKey, sign, remove: () => rm(directory, { recursive: true }) };
};

/** Lines that the gateway logged. */
const recordingLog = () => {
  const lines: { level: string; details: Record<string, unknown>; message: string }[] = [];
  const at = (level: string) => (details: object, message: string) =>
    void lines.push({ level, details: { ...details }, message });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
};

/** Subgraphs and a gateway over them, on real ports. */
export const startStack = async (stackOptions: StackOptions) => {
  const { subgraphs: options, env: overrides = {}, source: given, checks, change = String } = stackOptions;
  const { metrics, exporter, plansApart = false, hasOwnDocuments = false, trialFault } = stackOptions;
  const started = await Promise.all(
    Object.entries(options).map(async ([name, option]) => [name, await startSubgraph(option)] as const),
  );
  const subgraphs: Record<string, Subgraph> = Object.fromEntries(started);
  const secret = randomBytes(32).toString('base64url');
  const issuer = await createIssuer();
  const targets = Object.entries(subgraphs).map(([name, { url }]) => [name, { url, secret }]);
  const env = parseEnv(gatewayEnv, {
    SUBGRAPHS: JSON.stringify(Object.fromEntries(targets)),
    JWKS_URL: issuer.url,
    LOG_LEVEL: 'silent',
    // On a busy machine much is slow that is not too much.
    IN_FLIGHT: '{"least":500}',
    ...overrides,
  });
  const log = recordingLog();
  const supergraph = compose(subgraphs);
  const source = given ?? fixedSource(change(supergraph));
  const planning = plansApart ? undefined : { ...planningHere, ...(trialFault && { trialFault }) };
  const parts = { env, source, checks, log, metrics, exporter, planning };
  const gateway = await createGateway({ ...parts, ownDocuments: hasOwnDocuments ? undefined : [] });
  await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(gateway.server.address() as AddressInfo).port}/graphql`;

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  const ask = async (query: string, { headers, ...rest }: GraphqlRequest = {}): Promise<GraphqlAnswer> => {
    const response = await post({ query, ...rest }, headers);
    return (await response.json()) as GraphqlAnswer;
  };

  return {
    url,
    /** SDL that is composed of the subgraphs. */
    supergraph,
    secret,
    issuer,
    log: log.lines,
    gateway,
    post,
    subgraph: (name: string): Subgraph => {
      const subgraph = subgraphs[name];
      if (subgraph === undefined) throw new Error(`no subgraph ${name}`);
      return subgraph;
    },
    ask,
    /** How an operation is planned: a line for each fetch. It is executed too. */
    plan: async (query: string, request: GraphqlRequest = {}): Promise<string[]> => {
      const headers = { ...request.headers, 'x-trace': 'plan' };
      const { extensions } = await ask(query, { ...request, headers });
      return extensions?.plan ?? [];
    },
    /** What an execution would ask and cost. */
    dryRun: async (query: string, request: GraphqlRequest = {}): Promise<DryRun | undefined> => {
      const headers = { ...request.headers, 'x-dry-run': '1' };
      const { extensions } = await ask(query, { ...request, headers });
      return extensions?.dryRun;
    },
    stop: async () => {
      await gateway.stop(1000);
      await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.stop()));
      await issuer.remove();
    },
  };
};

export type Stack = Awaited<ReturnType<typeof startStack>>;
