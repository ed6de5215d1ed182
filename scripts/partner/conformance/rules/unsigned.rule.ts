import { ANYTHING, HOLDS, type Rule, refusalOf } from '../rule.ts';

/** Who does not show the gateway's signature is refused, whatever else is shown. */
export const unsigned: Rule = {
  name: 'unsigned',
  async run(subgraph) {
    const body = subgraph.bodyOf(ANYTHING);
    const bare = refusalOf('a request without a signature', await subgraph.postUnsigned(body));
    if (bare.fault) return bare;
    const { 'x-caller': caller = '', 'content-digest': digest = '' } = subgraph.headersFor(body);
    const half = await subgraph.postUnsigned(body, { 'x-caller': caller, 'content-digest': digest });
    const named = refusalOf('a caller without a signature', half);
    return named.fault ? named : HOLDS;
  },
};
