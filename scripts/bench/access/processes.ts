import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { services } from '../../services.ts';
import { environmentOf, issuerOf, type StackFacts } from '../../stack/environment.ts';
import { cpuSeconds, startNode } from '../gateway/processes.ts';

const READY_WITHIN_MS = 60_000;
const UNGUARDED = fileURLToPath(new URL('./unguarded.mjs', import.meta.url));

/** Gateway and subgraphs of one kind, each in its own process. */
export interface Side {
  readonly name: 'guarded' | 'unguarded';
  readonly url: string;
  /** CPU seconds of all its processes so far. */
  cpuSeconds(): number;
}

export interface SideOptions extends StackFacts {
  name: Side['name'];
  folder: string;
  /** Port of the identity service that issued the tokens. */
  identityPort: number;
  profileFolder: string | undefined;
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

interface ProcessStart {
  child: ChildProcess;
  port: number;
  name: string;
  folder: string;
}

const untilReady = async ({ child, port, name, folder }: ProcessStart) => {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(port))) {
    if (child.exitCode !== null) {
      const said = readFileSync(join(folder, `${name}.log`), 'utf8').trim();
      throw new Error(`${name} ended: ${said.split('\n').at(-1)}`);
    }
    if (Date.now() > deadline) throw new Error(`${name} was not ready within ${READY_WITHIN_MS / 1_000} s`);
    await sleep(100);
  }
};

// Counted and reckoned as in production, with room for what the benchmark asks.
const roomy = {
  TRUSTED_DOCUMENTS: 'off',
  COST_LIMIT: '1000000000',
  RATE_LIMITS: '{"client":1000000000,"person":1000000000,"anonymous":1000000000}',
  LOG_LEVEL: 'info',
  NODE_ENV: 'production',
  // Two sides on one database: events are delivered by the stack itself.
  EVENT_SUBSCRIBERS: '[]',
  // Nothing is drawn here, so that nobody answers there.
  BEACON_URL: 'http://127.0.0.1:9',
};

/** Starts the four subgraphs and the gateway, with what authenticates, signs and guards or without it. */
export const startSide = async (options: SideOptions): Promise<Side> => {
  const { name, port, identityPort, folder, profileFolder } = options;
  const issuer = issuerOf(identityPort);
  const identity = { JWKS_URL: `${issuer}/jwks`, TOKEN_ISSUER: issuer, REVOCATIONS_URL: `${issuer}/revocations` };
  const unguarded = name === 'unguarded' ? ['--import', UNGUARDED] : [];
  const profiling = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : [];
  const starting: ProcessStart[] = [];
  for (const service of services.filter(({ kind }) => kind !== 'identity')) {
    const env = { ...environmentOf(service, options), ...roomy, ...(service.kind === 'gateway' && identity) };
    const args = [...profiling, '--import', './scripts/loader.mjs', ...unguarded, service.main];
    const called = `${name}-${service.name}`;
    const child = startNode(args, { name: called, folder, env });
    starting.push({ child, port: port + service.portOffset, name: called, folder });
  }
  for (const each of starting) await untilReady(each);
  const pids = starting.map(({ child }) => child.pid ?? 0);
  const url = `http://127.0.0.1:${port}/graphql`;
  return { name, url, cpuSeconds: () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) };
};
