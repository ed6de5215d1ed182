import { writeSync } from 'node:fs';
import { readRandomEnv } from './env.ts';
import { abortsSoFar } from './native-plans.ts';
import { PlanCensus } from './plan-census.ts';
import { Random } from './random.ts';
import {
  casesPerGraph,
  differenceIn,
  graphOfCase,
  operationOfCase,
  type StartedGraph,
  startGraph,
} from './random-case.ts';
import type { Report } from './random-run.ts';
import { described, shrunk } from './shrink.ts';

const { FEDERATION_SHRINK_MS } = readRandomEnv();
const [from = 0, count = 0, goesOn = 0] = process.argv.slice(2).map(Number);

const say = (report: Report) => writeSync(1, `${JSON.stringify(report)}\n`);

const startedGraph = async (seed: number, census: PlanCensus): Promise<StartedGraph | undefined> => {
  try {
    return await startGraph(graphOfCase(seed), census.add);
  } catch {
    return undefined;
  }
};

/** The gateway draws for fields that move by a percentage: the same for a seed, so that it replays. */
const drawAlways = (seed: number): void => {
  const drawn = new Random(seed).below(1_000) / 1_000;
  Math.random = () => drawn;
};

/** @returns whether the cases may go on */
const runCase = async (graph: StartedGraph, seed: number): Promise<boolean> => {
  drawAlways(seed);
  const operation = operationOfCase(graph, seed);
  if (operation === undefined) return true;
  say({ kind: 'case', seed });
  const before = abortsSoFar();
  const difference = await differenceIn(graph, operation);
  if (abortsSoFar() > before) say({ kind: 'aborted', seed });
  if (difference === undefined) return true;
  if (difference.isUnplanned) {
    say({ kind: 'unplanned', seed });
    return true;
  }
  const failing = { ...graphOfCase(seed), ...operation };
  const text = await described(seed, goesOn ? failing : await shrunk(failing, FEDERATION_SHRINK_MS));
  say({ kind: 'failure', seed, text });
  return goesOn > 0;
};

const run = async (): Promise<void> => {
  let left = count;
  for (let seed = from; left > 0; ) {
    const census = new PlanCensus();
    const graph = await startedGraph(seed, census);
    const end = (Math.floor(seed / casesPerGraph) + 1) * casesPerGraph;
    for (; seed < end && left > 0; seed++) {
      if (graph === undefined) continue;
      left--;
      if (!(await runCase(graph, seed))) return;
    }
    say({
      kind: 'graph',
      isComposed: graph !== undefined,
      plans: census.plans,
      counts: Object.fromEntries(census.counts),
    });
  }
};

await run();
process.exit(0);
