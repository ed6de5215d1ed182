import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createIssuer } from '../../gateway/testkit/stack.ts';
import { freePort } from './port.ts';

/** What one piece of work cost the gateway's process. */
export interface Costs {
  /** The longest time that nothing else was served. */
  stoodStillMs: number;
  busyMs: number;
  cpuMs: number;
  memoryMb: number;
}

const names = ['pmo', 'training', 'payments', 'jobs'];

/** A gateway process over our supergraph, whose subgraphs are all away: what it answers, it answers by itself. */
export const measuredGateway = async () => {
  const port = await freePort();
  const issuer = await createIssuer();
  const target = () => ({ url: `http://127.0.0.1:${port + 1}/graphql`, secret: randomBytes(32).toString('base64url') });
  const child = fork('tests/testkit/measured-gateway.process.ts', {
    execArgv: ['--expose-gc', '--import', './scripts/loader.mjs'],
    env: {
      PORT: String(port),
      SUBGRAPHS: JSON.stringify(Object.fromEntries(names.map((name) => [name, target()]))),
      JWKS_URL: issuer.url,
      LOG_LEVEL: 'silent',
      RATE_LIMITS: JSON.stringify({ client: 0, person: 0, anonymous: 0 }),
    },
  });
  await once(child, 'message');
  const tell = async (what: 'start' | 'stop') => {
    child.send(what);
    const [answer] = (await once(child, 'message')) as [unknown];
    return answer;
  };
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    token: (scope = '') => issuer.sign({ sub: 'siti', azp: 'measured', scope }),
    measure: async (work: () => Promise<unknown>): Promise<Costs> => {
      await tell('start');
      await work();
      return (await tell('stop')) as Costs;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await issuer.remove();
    },
  };
};

export type MeasuredGateway = Awaited<ReturnType<typeof measuredGateway>>;
