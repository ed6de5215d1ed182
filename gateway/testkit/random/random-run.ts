import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PlanCensus } from './plan-census.ts';

/** What the process that runs the cases says of them, one line each. */
export type Report =
  | { kind: 'case'; seed: number }
  | { kind: 'graph'; isComposed: boolean; plans: number; counts: Record<string, number> }
  | { kind: 'unplanned'; seed: number }
  | { kind: 'failure'; seed: number; text: string };

export interface RandomRun {
  /** How many were compared. */
  cases: number;
  /** The first case that failed, shrunk; all of them, as they are, for a run that goes on. */
  failures: { seed: number; text: string }[];
  /** Seeds of cases for which the planner has no plan. */
  unplanned: number[];
  /** Seeds of cases over which the planner ended its process. */
  aborted: number[];
  census: PlanCensus;
  summary: string;
}

export interface RandomRunOptions {
  /** How many cases to compare. */
  count: number;
  /** The seed of the first one. */
  from?: number | undefined;
  /** The only case to run. */
  only?: number | undefined;
  /** Whether to go on after a case that fails. */
  goesOn?: boolean | undefined;
}

/**
 * Compares cases by their seeds until so many were compared or one fails. They run in a process of their own, since the
 * planner ends its process over some; the next one goes on after that case.
 */
export const runCases = async ({ count, from = 0, only, goesOn = false }: RandomRunOptions): Promise<RandomRun> => {
  const startedMs = performance.now();
  const run: Omit<RandomRun, 'summary'> = {
    cases: 0,
    failures: [],
    unplanned: [],
    aborted: [],
    census: new PlanCensus(),
  };
  const graphs = { composed: 0, refused: 0 };
  let last = only ?? from - 1;
  const take = (report: Report) => {
    if (report.kind === 'failure') run.failures.push({ seed: report.seed, text: report.text });
    if (report.kind === 'unplanned') run.unplanned.push(report.seed);
    if (report.kind === 'case') {
      run.cases++;
      last = report.seed;
    }
    if (report.kind !== 'graph') return;
    graphs[report.isComposed ? 'composed' : 'refused']++;
    run.census.plans += report.plans;
    for (const [kind, times] of Object.entries(report.counts)) run.census.count(kind, times);
  };
  for (let isEnded = false; !isEnded; ) {
    const left = only === undefined ? count - run.cases : 1;
    isEnded = await runProcess([only ?? last + 1, left, goesOn ? 1 : 0], take);
    if (!isEnded) run.aborted.push(last);
    if (only !== undefined) isEnded = true;
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const summary = [
    `${run.cases} cases on ${graphs.composed} supergraphs (${graphs.refused} do not compose), ${run.census.plans} plans, ${seconds} s`,
    `${run.failures.length} differ: ${seedsOf(run.failures.map(({ seed }) => seed))}`,
    `${run.unplanned.length} without a plan: ${seedsOf(run.unplanned)}`,
    `${run.aborted.length} end the planner's process: ${seedsOf(run.aborted)}`,
  ].join('\n');
  return { ...run, summary };
};

const seedsOf = (seeds: readonly number[]): string =>
  [...seeds.slice(0, 100), ...(seeds.length > 100 ? ['and more'] : [])].join(' ');

/** @returns whether it ran to its end */
const runProcess = async (args: readonly number[], take: (report: Report) => void): Promise<boolean> => {
  const child = fork(new URL('random.process.ts', import.meta.url), args.map(String), {
    execArgv: ['--import', './scripts/loader.mjs'],
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [code, signal] = await ended;
  if (code !== 0 && signal !== 'SIGABRT') throw new Error(`the process of the cases ended with ${code ?? signal}`);
  return code === 0;
};
