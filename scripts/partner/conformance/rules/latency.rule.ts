import { type Rule, shown } from '../rule.ts';
import { usualQuestion } from '../workload.ts';

/** 95 of 100 usual questions, one after the other, are answered within the limit. */
export const latency: Rule = {
  name: 'latency',
  async run(subgraph) {
    const { p95Ms, latencyRequests } = subgraph.limits;
    const times: number[] = [];
    for (let index = 0; index < latencyRequests; index += 1) {
      const answer = await usualQuestion(subgraph, index);
      if (answer.status !== 200) return { fault: shown(answer) };
      times.push(answer.tookMs);
    }
    const p95 = times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;
    const measured = `p95 ${Math.round(p95)} ms of ${times.length} requests; the limit is ${p95Ms} ms`;
    return p95 > p95Ms ? { fault: measured } : { measured };
  },
};
