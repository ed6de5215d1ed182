import type { DeterminedGraph } from '../determined-graph.ts';
import type { PlanCensus } from './plan-census.ts';
import { casesPerGraph, differenceIn, graphOfCase, operationOfCase, startGraph } from './random-case.ts';
import { described, shrunk } from './shrink.ts';

export interface RandomRun {
  /** How many were compared. */
  cases: number;
  /** The first case that failed, shrunk. */
  failure: string | undefined;
  summary: string;
}

interface RunOptions {
  count: number;
  /** The seed of the only case. */
  only: number | undefined;
  census: PlanCensus;
}

/** Compares cases by their seeds, from 0, until so many were compared or one fails. */
export const runCases = async ({ count, only, census }: RunOptions): Promise<RandomRun> => {
  const startedMs = performance.now();
  let cases = 0;
  let refused = 0;
  let graphs = 0;
  const result = (failure?: string): RandomRun => {
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const made = `${graphs} supergraphs, and ${refused} that do not compose`;
    return { cases, failure, summary: `${cases} cases on ${made}: ${census.plans} plans, ${seconds} s` };
  };
  for (let seed = only ?? 0; cases < count && (only === undefined || seed === only); ) {
    const first = seed;
    const end = only === undefined ? first + casesPerGraph : first + 1;
    const graph = await startedGraph(first, census);
    if (graph === undefined) refused++;
    else graphs++;
    for (; seed < end; seed++) {
      const operation = graph && cases < count ? operationOfCase(graph, seed) : undefined;
      if (graph === undefined || operation === undefined) continue;
      cases++;
      if ((await differenceIn(graph, operation)) === undefined) continue;
      const failing = { ...graphOfCase(seed), ...operation };
      return result(await described(seed, await shrunk(failing)));
    }
  }
  return result();
};

/** Undefined where the subgraphs do not compose. */
const startedGraph = async (seed: number, census: PlanCensus): Promise<DeterminedGraph | undefined> => {
  try {
    return await startGraph(graphOfCase(seed), census);
  } catch {
    return undefined;
  }
};
