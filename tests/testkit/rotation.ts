import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { gatewayEnv } from '../../gateway/env.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { sourceOf } from '../../gateway/revision/source.ts';
import { envOf } from '../../subgraphs/kit/assembly.ts';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';
import { type RunningSubgraph, startSubgraph } from '../../subgraphs/kit/run.ts';
import { silent } from './event-secret.ts';
import { until } from './until.ts';

/** What a rotation goes through: only the old value, the new one is accepted too, it is used, the old one is gone. */
export const stepsOf = (old: string, fresh: string): readonly string[] => [
  old,
  `${old},${fresh}`,
  `${fresh},${old}`,
  fresh,
];

export const sharedSteps = (): readonly string[] => {
  const value = () => randomBytes(32).toString('base64url');
  return stepsOf(value(), value());
};

export const eventSteps = (): readonly string[] => {
  const value = () => `whsec_${randomBytes(32).toString('base64')}`;
  return stepsOf(value(), value());
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A service that is restarted at the same place, each time with another environment. */
export class SteppedService {
  readonly port: number;
  readonly #start: (port: number, step: number) => Promise<() => Promise<void>>;
  #stop: (() => Promise<void>) | undefined;

  private constructor(port: number, start: SteppedService['start']) {
    this.port = port;
    this.#start = start;
  }

  static async open(start: (port: number, step: number) => Promise<() => Promise<void>>): Promise<SteppedService> {
    return new SteppedService(await freePort(), start);
  }

  get start() {
    return this.#start;
  }

  async to(step: number): Promise<void> {
    await this.stop();
    this.#stop = await this.#start(this.port, step);
  }

  async stop(): Promise<void> {
    await this.#stop?.();
    this.#stop = undefined;
  }
}

/** A way for a load, which takes nothing new while a service in it restarts. */
export interface Lane {
  isOpen: boolean;
  underWay: number;
}

/** Finds the way with the least under way, as what balances a load does. */
export const openLaneOf = <L extends Lane>(lanes: readonly L[]): L | undefined =>
  lanes.filter(({ isOpen }) => isOpen).toSorted((one, other) => one.underWay - other.underWay)[0];

/** Restarts a service of a lane at a step, as soon as nothing is under way there. */
export const restartIn = async (lane: Lane, service: SteppedService, step: number): Promise<void> => {
  lane.isOpen = false;
  await until(
    async () => lane.underWay,
    (count) => count === 0,
  );
  await service.to(step);
  lane.isOpen = true;
};

/** One of our subgraphs, in this process. */
export const subgraphAt =
  (name: string, features: readonly Feature[], environment: (step: number) => Record<string, string>) =>
  async (port: number, step: number): Promise<RunningSubgraph['stop']> => {
    const given = { NODE_ENV: 'test', LOG_LEVEL: 'silent', PORT: String(port), ...environment(step) };
    return (await startSubgraph(name, features, parseEnv(envOf(features), given))).stop;
  };

/** A gateway over the committed supergraph, in this process. */
export const gatewayAt =
  (environment: (step: number) => Record<string, string>) =>
  async (port: number, step: number): Promise<() => Promise<void>> => {
    const env = parseEnv(gatewayEnv, { LOG_LEVEL: 'silent', PORT: String(port), ...environment(step) });
    const gateway = await createGateway({ env, source: sourceOf('schema/supergraph.graphql'), log: silent });
    await new Promise<void>((resolve) => gateway.server.listen(port, '127.0.0.1', resolve));
    return () => gateway.stop(5_000);
  };

export interface RequestCall extends RequestInit {
  /** Refusals that are no failure: who is believed is asked before. */
  allowed?: readonly string[];
  /** Statuses that are none. */
  statuses?: readonly number[];
}

/** Reads an answer of a graph or of a path of JSON. @throws Error for whatever is a failure */
export const readAnswer = async (
  response: Response,
  { allowed = [], statuses = [200] }: RequestCall,
): Promise<unknown> => {
  const text = await response.text();
  if (!statuses.includes(response.status)) throw new Error(`${response.status} ${text.slice(0, 300)}`);
  const answer = text ? JSON.parse(text) : {};
  if (response.status !== 200) return answer;
  const refusal = Object.values((answer.data ?? {}) as Record<string, { refusal?: { code: string } } | null>)[0]
    ?.refusal;
  if (answer.errors || (refusal && !allowed.includes(refusal.code))) throw new Error(text.slice(0, 300));
  return answer;
};
