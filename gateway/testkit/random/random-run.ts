import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { envWith, type planners } from './env.ts';
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
  /** The first case that failed, shrunk. */
  failure: string | undefined;
  /** Seeds of cases for which the planner has no plan. */
  unplanned: number[];
  /** Seeds of cases over which the planner ended its process. */
  aborted: number[];
  census: PlanCensus;
  summary: string;
}

export interface RandomRunOptions {
  count: number;
  /** The only seed to run. */
  only?: number | undefined;
  planner: (typeof planners)[number];
}

/**
 * Compares cases by their seeds until so many were compared or one fails. They run in a process of their own, since the
 * planner ends its process over some; the next one goes on after that case.
 */
export const runCases = async ({ count, only, planner }: RandomRunOptions): Promise<RandomRun> => {
  const startedMs = performance.now();
  const run = { cases: 0, failure: undefined, unplanned: [], aborted: [], census: new PlanCensus() } as Omit<
    RandomRun,
    'summary'
  >;
  const graphs = { composed: 0, refused: 0 };
  let last = only ?? -1;
  const take = (report: Report) => {
    if (report.kind === 'failure') run.failure = report.text;
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
    const from = only ?? last + 1;
    isEnded = await runProcess([from, only === undefined ? count - run.cases : 1], { planner, take });
    if (!isEnded) run.aborted.push(last);
    if (only !== undefined) isEnded = true;
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const summary = [
    `${run.cases} cases on ${graphs.composed} supergraphs (${graphs.refused} do not compose), ${run.census.plans} plans, ${seconds} s`,
    `${run.unplanned.length} without a plan: ${run.unplanned.slice(0, 20).join(' ')}`,
    `${run.aborted.length} end the planner's process: ${run.aborted.slice(0, 20).join(' ')}`,
  ].join('\n');
  return { ...run, summary };
};

/** @returns whether it ran to its end */
const runProcess = async (
  args: readonly number[],
  { planner, take }: { planner: RandomRunOptions['planner']; take: (report: Report) => void },
): Promise<boolean> => {
  const child = fork(new URL('random.process.ts', import.meta.url), args.map(String), {
    execArgv: ['--import', './scripts/loader.mjs'],
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: envWith(planner),
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [code, signal] = await ended;
  if (code !== 0 && signal !== 'SIGABRT') throw new Error(`the process of the cases ended with ${code ?? signal}`);
  return code === 0;
};
