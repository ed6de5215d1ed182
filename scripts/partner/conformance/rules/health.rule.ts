import { type Rule, shown } from '../rule.ts';

const MOST_MS = 2_000;
const MOST_CHARACTERS = 2_000;

/** `GET /health/ready` beside the graph answers 200 to everybody, soon and in few words. */
export const health: Rule = {
  name: 'health',
  async run(subgraph) {
    const answer = await subgraph.get('/health/ready');
    if (answer.status !== 200) return { fault: `GET /health/ready must answer 200; it was ${shown(answer)}` };
    if (answer.tookMs > MOST_MS) return { fault: `GET /health/ready took ${Math.round(answer.tookMs)} ms` };
    const isLong = answer.text.length > MOST_CHARACTERS;
    return isLong ? { fault: `GET /health/ready says ${answer.text.length} characters to strangers` } : {};
  },
};
