import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** A caller who was asserted to another subgraph is refused. */
export const otherAudience: Rule = {
  name: 'other-audience',
  run: async (subgraph) =>
    refusalOf('a caller for another subgraph', await subgraph.ask(ANYTHING, { audience: 'another-subgraph' })),
};
