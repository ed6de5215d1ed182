import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** Well beyond what clocks differ by. */
const AGED_S = 120;

/** A signature that has expired is refused. */
export const expired: Rule = {
  name: 'expired',
  run: async (subgraph) =>
    refusalOf('a signature that expired 90 seconds ago', await subgraph.ask(ANYTHING, { agedS: AGED_S })),
};
