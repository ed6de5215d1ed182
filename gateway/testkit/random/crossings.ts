import { type Draft, DraftSubgraph } from './draft.ts';
import { leafType } from './leaves.ts';
import type { Random } from './random.ts';
import { typed } from './shelves.ts';

/**
 * Things of several types that lead to the same entities over one more entity, whose fields several subgraphs have: one
 * field is asked of one subgraph for one type, of another for another.
 */
export const crossingDraft = (random: Random): Draft => {
  const subgraphs = ['a', 'b', 'c', 'd'].map((name) => new DraftSubgraph(name));
  const [home, between, ...owners] = subgraphs;
  const draft: Draft = { subgraphs, entities: [], steady: new Set() };
  if (home === undefined || between === undefined) return draft;
  for (const subgraph of subgraphs) {
    subgraph.type('E0').directives.push('@key(fields: "id")');
    subgraph.addField('E0', 'id', { type: 'ID!' });
  }
  between.addField('E0', 'next', { type: typed('E0', random) });
  draft.steady.add('E0.next');
  const both = { type: leafType(random).replaceAll('!', ''), directives: ['@shareable'] };
  for (const owner of owners) {
    owner.addField('E0', 'both', both);
    owner.addField('E0', `of${owner.name.toUpperCase()}`, { type: leafType(random) });
  }
  const types = ['E1', 'E2', 'E3'].slice(0, 2 + random.below(2));
  const link = { type: typed('E0', random) };
  home.type('Node', 'interface').fields.set('link', { ...link, args: '', directives: [] });
  for (const name of types) {
    home.type(name).interfaces.add('Node');
    home.addField(name, 'link', link);
    draft.steady.add(`${name}.link`);
  }
  home.addField('Query', 'nodes', { type: random.pick(['[Node]', '[Node!]']), args: '(n: Int = 1)' });
  draft.steady.add('Query.nodes');
  return draft;
};
