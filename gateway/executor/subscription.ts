import type { SubgraphResult } from '../subgraph-call.ts';
import { type PlanRun, resultOf, type Task } from './plan-run.ts';
import type { RootFetch } from './root-fetch.ts';

/** The events of a subscription, each with what the rest of the plan adds to it; or why there are none. */
export const eventsOf = async (
  source: RootFetch,
  task: Task,
  runOf: () => PlanRun,
): Promise<SubgraphResult | AsyncIterable<SubgraphResult>> => {
  const opening = runOf();
  const opened = await opening.request(source.callFor(opening));
  const complete = async (event: SubgraphResult): Promise<SubgraphResult> => {
    const run = runOf();
    source.join(run, event);
    await task(run);
    return resultOf(run);
  };
  return Symbol.asyncIterator in opened ? mapped(opened, complete) : complete(opened);
};

const mapped = (
  events: AsyncIterable<SubgraphResult>,
  complete: (event: SubgraphResult) => Promise<SubgraphResult>,
): AsyncIterableIterator<SubgraphResult> => {
  const iterator = events[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await iterator.next();
      return done ? { done: true, value: undefined } : { done: false, value: await complete(value) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
};
