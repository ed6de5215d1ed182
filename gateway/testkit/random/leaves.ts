import type { Draft, DraftEntity, DraftLeaf, DraftSubgraph } from './draft.ts';
import type { Random } from './random.ts';

const names = ['name', 'size', 'note', 'rank', 'mark', 'tone', 'city', 'year', 'kind', 'unit', 'path', 'load'];
const types = ['Int', 'String', 'Boolean', 'Float', 'ID', 'Colour'];
const wrappers = ['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!'];
/** Arguments of fields, with what @requires can give for them. */
const argumentLists: Readonly<Record<string, readonly string[]>> = {
  '(n: Int = 1)': ['(n: 2)', '(n: 3)'],
  '(n: Int! = 2)': ['(n: 3)', '(n: 1)'],
  '(colour: Colour)': ['(colour: RED)', '(colour: BLUE)'],
  '(filter: Filter)': ['(filter: { n: 2, tags: ["a"] })', '(filter: { colour: RED })'],
  '(long: Boolean! = false, n: Int)': ['(long: true)', '(long: true, n: 4)'],
};

export const leafType = (random: Random): string => random.pick(wrappers).replace('T', random.pick(types));

export const argumentsOf = (random: Random, percent: number): string =>
  random.chance(percent) ? random.pick(Object.keys(argumentLists)) : '';

export const argumentsGiven = (random: Random, args: string): string => {
  const given = argumentLists[args];
  return given && random.chance(70) ? random.pick(given) : '';
};

export const freeName = (entity: DraftEntity, random: Random, pool: readonly string[] = names): string | undefined => {
  const free = pool.filter((name) => !entity.names.has(name));
  if (free.length === 0) return undefined;
  const name = random.pick(free);
  entity.names.add(name);
  return name;
};

/** Adds a leaf to some subgraphs of an entity: one of them, or two that share it. */
export const addLeaf = (entity: DraftEntity, random: Random, owners?: readonly DraftSubgraph[]): void => {
  const name = freeName(entity, random);
  if (name === undefined) return;
  const isShared = owners === undefined && entity.subgraphs.length > 1 && random.chance(25);
  const declaring = owners ?? random.shuffled(entity.subgraphs).slice(0, isShared ? 2 : 1);
  const leaf: DraftLeaf = {
    name,
    type: leafType(random),
    args: argumentsOf(random, 35),
    owners: [...declaring],
    isFixed: isShared,
  };
  entity.leaves.push(leaf);
  const directives = declaring.length > 1 ? ['@shareable'] : [];
  for (const owner of declaring) owner.addField(entity.name, name, { type: leaf.type, args: leaf.args, directives });
};

/** Adds a leaf that one subgraph promises and another does not. */
export const addSteadyLeaf = (draft: Draft, entity: DraftEntity, random: Random): void => {
  const [one, other] = random.shuffled(entity.subgraphs);
  if (one === undefined || other === undefined || entity.names.has('firm')) return;
  entity.names.add('firm');
  draft.steady.add(`${entity.name}.firm`);
  one.addField(entity.name, 'firm', { type: 'Int!', directives: ['@shareable'] });
  other.addField(entity.name, 'firm', { type: 'Int', directives: ['@shareable'] });
};
