import type { Draft, DraftEntity, DraftSubgraph } from './draft.ts';
import { addLeaf, addSteadyLeaf } from './leaves.ts';
import type { Random } from './random.ts';

type KeyStyle = 'simple' | 'several' | 'compound' | 'nested';

const styles: readonly KeyStyle[] = ['simple', 'simple', 'several', 'compound', 'nested'];

/** Keys of one subgraph: the first of an entity has all that others have, so that each is reached from each. */
const keysOf: Readonly<Record<KeyStyle, readonly (readonly string[])[]>> = {
  simple: [['id']],
  several: [['id', 'code'], ['id'], ['code'], ['code', 'id']],
  compound: [['id code', 'id'], ['id code'], ['id'], ['id', 'id code']],
  nested: [['id at { zone }', 'id'], ['id at { zone }'], ['id']],
};

export const addEntities = (draft: Draft, random: Random): void => {
  for (let index = 0; index < 2 + random.below(3); index++) addEntity(draft, random, `E${index}`);
};

const addEntity = (draft: Draft, random: Random, name: string): void => {
  const subgraphs = random.some(draft.subgraphs, random.chance(85) ? 2 : 1);
  const entity: DraftEntity = {
    name,
    subgraphs,
    leaves: [],
    references: [],
    names: new Set(['id', 'code', 'at', 'tag', 'firm2']),
  };
  draft.entities.push(entity);
  const style = random.pick(styles);
  const idType = style === 'simple' && random.chance(40) ? 'ID' : 'ID!';
  for (const [position, subgraph] of subgraphs.entries()) {
    const options = keysOf[style];
    const keys = (position === 0 ? options[0] : random.pick(options)) ?? ['id'];
    declareKeys(subgraph, name, { keys, idType });
  }
  for (let count = 2 + random.below(4); count > 0; count--) addLeaf(entity, random);
  if (random.chance(20)) addSteadyLeaf(draft, entity, random);
  const outside = draft.subgraphs.filter((each) => !subgraphs.includes(each));
  const hasId = subgraphs.every((each) => each.fieldOf(name, 'id') !== undefined);
  if (!hasId || outside.length === 0 || !random.chance(30)) return;
  const stub = random.pick(outside);
  stub.type(name).directives.push('@key(fields: "id", resolvable: false)');
  stub.addField(name, 'id', { type: idType });
};

const declareKeys = (
  subgraph: DraftSubgraph,
  name: string,
  { keys, idType }: { keys: readonly string[]; idType: string },
): void => {
  const type = subgraph.type(name);
  const all = keys.join(' ');
  for (const key of keys) type.directives.push(`@key(fields: "${key}")`);
  if (all.includes('id')) subgraph.addField(name, 'id', { type: idType });
  if (all.includes('code')) subgraph.addField(name, 'code', { type: 'Int!' });
  if (!all.includes('zone')) return;
  subgraph.addField(name, 'at', { type: `At${name}!`, directives: ['@shareable'] });
  subgraph.type(`At${name}`).directives = ['@shareable'];
  subgraph.addField(`At${name}`, 'zone', { type: 'ID!' });
};
