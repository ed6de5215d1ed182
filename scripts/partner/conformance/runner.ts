import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { addressFault } from '../../../gateway/partner/partner-address.ts';
import {
  type ConformanceReport,
  conformanceRules,
  type RuleResult,
  signReport,
} from '../../../schema/registry/conformance.ts';
import { keyIdOf } from '../../../schema/registry/key.ts';
import { bearer } from '../../../subgraphs/kit/rotating-secret.ts';
import { DEFAULT_LIMITS, type Limits } from './conversation.ts';
import { runRules } from './run.ts';
import type { Samples } from './samples.ts';
import { partnerKeyId } from './signer.ts';

const requestedRun = z.object({
  run: z.uuid(),
  subgraph: z.string(),
  sdlHash: z.string(),
  address: z.string(),
  sdl: z.string(),
  samples: z.array(z.record(z.string(), z.unknown())),
  foreign: z.array(z.string()),
});

type RequestedRun = z.infer<typeof requestedRun>;

export interface RunnerOptions {
  /** Origin of the registry's own port. */
  registry: string;
  secret: string;
  /** Private, Ed25519; the gateway publishes its public half. */
  key: KeyObject;
  isProduction: boolean;
  limits?: Limits;
}

/** Representations by the name of their type. */
export const samplesOf = (representations: readonly Record<string, unknown>[]): Samples =>
  Object.fromEntries(
    [...Map.groupBy(representations, ({ __typename }) => String(__typename))].map(([name, found]) => [
      name,
      found.map(({ __typename: _, ...key }) => key),
    ]),
  );

/** The graph's own side of a run: it asks the registry what waits, the partner's address, and signs what it found. */
export class Runner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Runs what waits, one after the other. @returns how many */
  async runAll(): Promise<number> {
    const { runs } = z.object({ runs: z.array(requestedRun) }).parse(await (await this.#ask('GET')).json());
    for (const each of runs) await this.#run(each);
    return runs.length;
  }

  async #run({ run, subgraph, sdlHash, address, ...asked }: RequestedRun): Promise<void> {
    const results = await this.#results({ run, subgraph, sdlHash, address, ...asked });
    const report: ConformanceReport = { run, subgraph, sdlHash, address, results };
    const { key } = this.#options;
    await this.#ask('POST', { report, keyId: keyIdOf(key), signature: signReport(report, key) });
  }

  async #results({ subgraph, address, sdl, samples, foreign }: RequestedRun): Promise<readonly RuleResult[]> {
    const { key, isProduction, limits = DEFAULT_LIMITS } = this.#options;
    // What is asked for by anybody leads nowhere inside.
    const fault = addressFault(address, { isProduction });
    if (fault) return conformanceRules.map((rule) => failed(rule, `the address cannot be asked: ${fault}`));
    const shown = { subgraph, address: new URL(address).href, key, keyId: await partnerKeyId(key) };
    const options = { shown, sdl, samples: samplesOf(samples), foreign: new Set(foreign), limits };
    try {
      return await runRules({ ...options, isPublic: isProduction });
    } catch (error) {
      return conformanceRules.map((rule) => failed(rule, (error as Error).message.slice(0, 200)));
    }
  }

  async #ask(method: 'GET' | 'POST', body?: object): Promise<Response> {
    const { registry, secret } = this.#options;
    const headers = { authorization: bearer(secret), ...(body && { 'content-type': 'application/json' }) };
    const sent = { method, headers, redirect: 'error' as const, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(new URL('/conformance', registry), { ...sent, signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(`the registry answered ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

const failed = (rule: string, detail: string): RuleResult => ({ rule, verdict: 'FAILED', detail });
