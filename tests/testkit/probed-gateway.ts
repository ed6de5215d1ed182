import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { services } from '../../scripts/services.ts';
import { environmentOf } from '../../scripts/stack/environment.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

/** What a while cost the gateway's process. */
export interface GatewayProbe {
  /** The longest turn of its event loop, by the CPU that it used. */
  longestMs: number;
  /** How far its resident set rose. */
  memoryMb: number;
  cpuMs: number;
}

/** What is in use after a collection of garbage. */
export interface GatewayMemory {
  /** The heap, and what objects of it hold outside. */
  heapMb: number;
  residentMb: number;
}

export interface ProbedGateway {
  url: string;
  /** Runs `work`, and tells what it cost. */
  probe(work: () => Promise<unknown>): Promise<GatewayProbe>;
  memory(): Promise<GatewayMemory>;
  stop(): Promise<void>;
}

interface StackFacts {
  url: string;
  data: string;
}

/** It plans all trusted documents first, on a machine that others use. */
const startsWithinMs = 90_000;

const answered = async (child: ChildProcess, message: string, wanted: string): Promise<unknown> => {
  child.send(message);
  for (;;) {
    const [reply] = await once(child, 'message');
    if ((reply as { probe?: string }).probe === wanted) return reply;
  }
};

/** A second gateway over the subgraphs of a running stack, as a process of its own with a probe in it. */
export const startProbedGateway = async (
  { url, data }: StackFacts,
  env: Record<string, string> = {},
): Promise<ProbedGateway> => {
  const [gateway] = services.filter(({ kind }) => kind === 'gateway');
  if (!gateway) throw new Error('no gateway among the services');
  const facts = { port: Number(new URL(url).port), data, secrets: readSecrets(data), databases: {} };
  const port = await freePort();
  const own = {
    PORT: String(port),
    RATE_LIMIT_DATABASE_URL: undefined,
    LOG_LEVEL: 'error',
    SUPERGRAPH: 'schema/supergraph.graphql',
    // What is measured here is not overload, on machines that may have much else to do.
    IN_FLIGHT: JSON.stringify({ most: 1_000, least: 200 }),
    ...env,
  };
  const child = spawn(
    process.execPath,
    [
      '--expose-gc',
      '--max-semi-space-size=32',
      '--import',
      './scripts/loader.mjs',
      '--import',
      './tests/testkit/loop-probe.mjs',
      gateway.main,
    ],
    { env: { ...environmentOf(gateway, facts), ...own }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const root = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${root}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  const hasEnded = () => child.exitCode !== null;
  await until(async () => hasEnded() || (await isReady()), Boolean, startsWithinMs);
  if (hasEnded() || !(await isReady())) throw new Error('the gateway did not start');
  return {
    url: `${root}/graphql`,
    async probe(work) {
      await answered(child, 'probe:start', 'started');
      await work();
      return (await answered(child, 'probe:stop', 'stopped')) as GatewayProbe;
    },
    memory: async () => (await answered(child, 'probe:memory', 'memory')) as GatewayMemory,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
