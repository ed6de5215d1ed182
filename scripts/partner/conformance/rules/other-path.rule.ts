import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** A signature for another address is refused: what one partner was sent is nothing at another. */
export const otherPath: Rule = {
  name: 'other-path',
  async run(subgraph) {
    const target = new URL(subgraph.options.shown.address);
    target.pathname += '-of-another';
    const path = refusalOf('a signature for another path', await subgraph.ask(ANYTHING, { target: target.href }));
    if (path.fault) return path;
    const host = 'https://another.example/graphql';
    return refusalOf('a signature for another host', await subgraph.ask(ANYTHING, { target: host }));
  },
};
