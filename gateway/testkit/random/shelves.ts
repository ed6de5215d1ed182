import { type Draft, type DraftEntity, DraftSubgraph } from './draft.ts';
import { addLeaf, leafType } from './leaves.ts';
import type { Random } from './random.ts';

const wrappers = ['T', 'T', 'T', 'T!', '[T]'];

/**
 * Things of three and more types that lead to the same entities, whose fields the other subgraphs have: what is asked
 * of an entity depends on the type of the thing that it stands in.
 */
export const shelfDraft = (random: Random): Draft => {
  const subgraphs = ['a', 'b', 'c', 'd'].slice(0, 3 + random.below(2)).map((name) => new DraftSubgraph(name));
  const draft: Draft = { subgraphs, entities: [], steady: new Set() };
  const [home, ...others] = subgraphs;
  if (home === undefined) return draft;
  const held = entityOf(draft, 'E0', subgraphs);
  for (const other of others) {
    addLeaf(held, random, [other]);
    other.addField('E0', `rate${other.name}`, { type: leafType(random), args: '(n: Int = 1)' });
    if (random.chance(70)) other.addField('E0', `next${other.name}`, { type: typed('E0', random) });
  }
  const link = { type: typed('E0', random) };
  const keeper = random.pick(others);
  keeper.type('Node', 'interface');
  const common = {
    tag: { type: 'String', args: '(n: Int = 1)' },
    mark: { type: leafType(random).replaceAll('!', '') },
  };
  for (const [name, field] of Object.entries(common)) keeper.addField('Node', name, field);
  home.type('Node', 'interface');
  home.addField('Node', 'id', { type: 'ID!' });
  home.addField('Node', 'link', link);
  const names = new Set(['id', 'tag', 'mark', 'link', 'peer']);
  for (const name of ['E1', 'E2', 'E3', 'E4'].slice(0, 3 + random.below(2))) {
    const owner = random.pick(others);
    const thing = { ...entityOf(draft, name, [...new Set([home, keeper, owner])]), names };
    keeper.type(name).interfaces.add('Node');
    for (const [field, declared] of Object.entries(common)) keeper.addField(name, field, declared);
    home.type(name).interfaces.add('Node');
    home.addField(name, 'link', link);
    addLeaf(thing, random, [owner]);
    if (random.chance(40)) owner.addField(name, 'peer', { type: typed('E0', random) });
  }
  const things = draft.entities.map(({ name }) => name).slice(1);
  home.unions.set('Thing', random.some(things, 2));
  for (const field of ['things', 'nodes', 'more']) {
    const type = random.pick(['[T]', '[T!]', '[T]!']).replace('T', field === 'things' ? 'Thing' : 'Node');
    home.addField('Query', field, { type, args: '(n: Int = 1)' });
  }
  return draft;
};

export const typed = (name: string, random: Random): string => random.pick(wrappers).replace('T', name);

const entityOf = (draft: Draft, name: string, subgraphs: DraftSubgraph[]): DraftEntity => {
  const entity = { name, subgraphs, leaves: [], references: [], names: new Set(['id']) };
  draft.entities.push(entity);
  for (const subgraph of subgraphs) {
    subgraph.type(name).directives.push('@key(fields: "id")');
    subgraph.addField(name, 'id', { type: 'ID!' });
  }
  return entity;
};
