import type { RequestContext } from '../context.ts';
import type { KnownAnswers, SubgraphRequest, SubgraphResult } from '../subgraph-call.ts';
import type { JsonObject } from './json-object.ts';
import type { RunErrors } from './run-errors.ts';

/** One execution of a plan, or of what follows one event of a subscription. */
export interface PlanRun {
  /** What all fetches so far answered, under the keys of the plan. */
  readonly data: JsonObject;
  readonly errors: RunErrors;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly request: SubgraphRequest;
  /** What was asked already, so that it is not asked twice; never that of another run. */
  readonly answers?: KnownAnswers | undefined;
}

export const resultOf = ({ data, errors }: PlanRun): SubgraphResult => ({ data, errors: errors.list });

/** A part of a plan, compiled; a promise only where there is something to wait for. */
export type Task = (run: PlanRun) => Promise<void> | undefined;

export const inSequence = (tasks: readonly Task[]): Task => {
  const [only] = tasks;
  if (tasks.length === 1 && only !== undefined) return only;
  return async (run) => {
    for (const task of tasks) {
      const pending = task(run);
      if (pending !== undefined) await pending;
    }
  };
};

export const inParallel = (tasks: readonly Task[]): Task => {
  const [only] = tasks;
  if (tasks.length === 1 && only !== undefined) return only;
  return (run) => {
    const pending = tasks.map((task) => task(run)).filter((each) => each !== undefined);
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => undefined);
  };
};
