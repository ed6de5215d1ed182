import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startCluster } from '../../postgres.ts';
import { freePort, startNode } from './processes.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

export interface Gateway {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

export interface Setup {
  /** Temporary files: the supergraph, the key set and the logs. */
  readonly folder: string;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Folder in which our gateway writes a CPU profile when it stops. */
  readonly profileFolder: string | undefined;
}

/** Starts the subgraphs of the benchmark; returns their URLs. */
export async function startSubgraphs(folder: string): Promise<Record<string, string>> {
  const script = join(import.meta.dirname, 'subgraphs', 'main.ts');
  const loader = join(import.meta.dirname, '..', '..', 'loader.mjs');
  const child = startNode(['--import', loader, script], { name: 'subgraphs', folder, env: { NODE_ENV: 'production' } });
  const [urls] = await once(child, 'message');
  return urls;
}

export const supergraphPath = (folder: string) => join(folder, 'supergraph.graphql');

/** What our gateway has in production besides its subgraphs: metrics, and a database of points and of the operation log. */
export async function openSurroundings(folder: string, ending: AsyncDisposableStack): Promise<Record<string, string>> {
  const cluster = await startCluster({ dataDir: join(folder, 'postgres'), port: await freePort() });
  ending.defer(() => cluster.stop());
  return { METRICS_PORT: String(await freePort()), RATE_LIMIT_DATABASE_URL: cluster.adminUrl };
}

interface OursOptions {
  /** What is run in place of the gateway's main file. */
  main?: string;
  /** Added to its environment. */
  more?: Record<string, string>;
}

/** Ours as in production, with everything that guards it: assertions, limits, masking. */
export function startOurs(setup: Setup, { main = 'gateway/main.ts', more = {} }: OursOptions = {}): Promise<Gateway> {
  const { folder, subgraphUrls, profileFolder } = setup;
  const secretOf = () => randomBytes(32).toString('base64url');
  const subgraphs = Object.entries(subgraphUrls).map(([name, url]) => [name, { url, secret: secretOf() }]);
  const profiling = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [];
  const environment = {
    SUPERGRAPH: supergraphPath(folder),
    SUBGRAPHS: JSON.stringify(Object.fromEntries(subgraphs)),
    JWKS_URL: writeKeySet(folder),
    // Counted and reckoned as in production, with room for what the benchmark asks.
    TRUSTED_DOCUMENTS: 'off',
    COST_LIMIT: '1000000000',
    RATE_LIMITS: '{"client":1000000000,"person":1000000000,"anonymous":1000000000}',
  };
  const args = [...profiling, '--import', './scripts/loader.mjs', main];
  return start('ours', setup, (port) => ({ args, environment: { ...environment, ...more, PORT: String(port) } }));
}

export function startReference(setup: Setup): Promise<Gateway> {
  const script = join(import.meta.dirname, 'reference.mjs');
  const argsFor = (port: number) => [script, supergraphPath(setup.folder), String(port)];
  return start('reference', setup, (port) => ({ args: argsFor(port), environment: {} }));
}

function writeKeySet(folder: string): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' };
  const path = join(folder, 'jwks.json');
  writeFileSync(path, JSON.stringify({ keys: [key] }));
  return pathToFileURL(path).href;
}

type Command = (port: number) => { args: string[]; environment: Record<string, string> };

async function start(name: string, { folder }: Setup, command: Command): Promise<Gateway> {
  const port = await freePort();
  const { args, environment } = command(port);
  // Nothing of this shell's environment: a LOG_LEVEL set there would change what is measured.
  const env = { NODE_ENV: 'production', HOST: '127.0.0.1', ...environment };
  const child = startNode(args, { name, folder, cwd: ROOT, env });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilReady(child, url).catch((error: Error) => {
    throw new Error(`${name}: ${error.message}\n${readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2_000)}`);
  });
  return { name, url, pid: child.pid ?? 0 };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with code ${child.exitCode}.`);
    const headers = { 'content-type': 'application/json' };
    const request = fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
    if (await request.then((response) => response.ok).catch(() => false)) return;
    await sleep(POLL_MS);
  }
  throw new Error(`the gateway did not answer at ${url} within ${START_TIMEOUT_MS / 1_000} s.`);
}
