import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../connection.ts';
import { isAnswered, type Rule, shown } from '../rule.ts';
import { usualQuestion } from '../workload.ts';

/** None of the usual questions fails that come at an even pace for some seconds, whether answers are slow or not. */
export const load: Rule = {
  name: 'load',
  async run(subgraph) {
    const { loadPerSecond, loadSeconds } = subgraph.limits;
    const total = Math.round(loadPerSecond * loadSeconds);
    const asked: Promise<Answer>[] = [];
    const begun = performance.now();
    for (let index = 0; index < total; index += 1) {
      const dueMs = (index * 1_000) / loadPerSecond - (performance.now() - begun);
      if (dueMs > 1) await delay(dueMs);
      asked.push(usualQuestion(subgraph, index));
    }
    const failed = (await Promise.all(asked)).filter((answer) => !isAnswered(answer));
    const [first] = failed;
    return first
      ? { fault: `${failed.length} of ${total} requests at ${loadPerSecond} a second failed: ${shown(first)}` }
      : { measured: `${total} requests at ${loadPerSecond} a second` };
  },
};
