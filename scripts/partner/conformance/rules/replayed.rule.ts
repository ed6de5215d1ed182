import { ANYTHING, isAnswered, type Rule, refusalOf, shown } from '../rule.ts';

/** A request is good once: its nonce is remembered for as long as its signature lives. */
export const replayed: Rule = {
  name: 'replayed',
  async run(subgraph) {
    const body = subgraph.bodyOf(ANYTHING);
    const headers = subgraph.headersFor(body);
    const first = await subgraph.post(body, { shown: headers });
    if (!isAnswered(first)) return { fault: `a signed request must be answered; it was ${shown(first)}` };
    return refusalOf('the same request again', await subgraph.post(body, { shown: headers }));
  },
};
