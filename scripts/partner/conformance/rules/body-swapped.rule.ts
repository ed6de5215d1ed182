import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** A body whose digest is not the signed one is refused. */
export const bodySwapped: Rule = {
  name: 'body-swapped',
  async run(subgraph) {
    const swapped = subgraph.bodyOf('{ other: __typename }');
    const answer = await subgraph.post(subgraph.bodyOf(ANYTHING), { swapped });
    return refusalOf('another body under the signature of one', answer);
  },
};
