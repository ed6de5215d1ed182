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
  | { kind: 'aborted'; seed: number }
  | { kind: 'failure'; seed: number; text: string };

export interface RandomRun {
  /** How many were compared. */
  cases: number;
  /** The first case that failed, shrunk; all of them, as they are, for a run that goes on. */
  failures: { seed: number; text: string }[];
  /** Seeds of cases for which no planner has a plan. */
  unplanned: number[];
  /** Seeds of cases over which the native planner ended its process. */
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
  planner: (typeof planners)[number];
}

/** Compares cases by their seeds until so many were compared or one fails, in a process of their own. */
export const runCases = async (options: RandomRunOptions): Promise<RandomRun> => {
  const { count, from = 0, only, goesOn = false, planner } = options;
  const startedMs = performance.now();
  const run: Omit<RandomRun, 'summary'> = {
    cases: 0,
    failures: [],
    unplanned: [],
    aborted: [],
    census: new PlanCensus(),
  };
  const graphs = { composed: 0, refused: 0 };
  const take = (report: Report) => {
    if (report.kind === 'case') run.cases++;
    else if (report.kind === 'failure') run.failures.push({ seed: report.seed, text: report.text });
    else if (report.kind !== 'graph') run[report.kind].push(report.seed);
    else {
      graphs[report.isComposed ? 'composed' : 'refused']++;
      run.census.plans += report.plans;
      for (const [kind, times] of Object.entries(report.counts)) run.census.count(kind, times);
    }
  };
  await runProcess([only ?? from, only === undefined ? count : 1, goesOn ? 1 : 0], { planner, take });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const summary = [
    `${run.cases} cases on ${graphs.composed} supergraphs (${graphs.refused} do not compose), ${run.census.plans} plans, ${seconds} s`,
    `${run.failures.length} differ: ${seedsOf(run.failures.map(({ seed }) => seed))}`,
    `${run.unplanned.length} without a plan: ${seedsOf(run.unplanned)}`,
    `${run.aborted.length} end the native planner: ${seedsOf(run.aborted)}`,
  ].join('\n');
  return { ...run, summary };
};

const seedsOf = (seeds: readonly number[]): string =>
  [...seeds.slice(0, 100), ...(seeds.length > 100 ? ['and more'] : [])].join(' ');

const runProcess = async (
  args: readonly number[],
  { planner, take }: { planner: RandomRunOptions['planner']; take: (report: Report) => void },
): Promise<void> => {
  const child = fork(new URL('random.process.ts', import.meta.url), args.map(String), {
    execArgv: ['--import', './scripts/loader.mjs'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: envWith(planner),
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: child.stdout })) take(JSON.parse(line));
  const [code, signal] = await ended;
  if (code !== 0) throw new Error(`the process of the cases ended with ${code ?? signal}`);
};
