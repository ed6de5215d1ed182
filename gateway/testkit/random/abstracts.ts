import { type Draft, type DraftEntity, type DraftSubgraph, isTarget } from './draft.ts';
import { addLeaf, argumentsOf, freeName, leafType } from './leaves.ts';
import type { Random } from './random.ts';

/** Types of values, which several subgraphs share whole. */
export const addValues = (draft: Draft, random: Random): void => {
  for (const name of ['V0', 'V1'].slice(0, 1 + random.below(2))) {
    const subgraphs = random.some(draft.subgraphs, 1);
    const value: DraftEntity = { name, subgraphs, leaves: [], references: [], names: new Set() };
    for (const subgraph of subgraphs) subgraph.type(name).directives.push('@shareable');
    for (let count = 1 + random.below(3); count > 0; count--) {
      const leaf = freeName(value, random) ?? 'name';
      const field = { type: leafType(random), args: argumentsOf(random, 25) };
      for (const subgraph of subgraphs) subgraph.addField(name, leaf, field);
    }
    const [entity] = random.shuffled(draft.entities);
    if (entity === undefined || !subgraphs.every((each) => each.types.has(entity.name))) continue;
    for (const subgraph of subgraphs) subgraph.addField(name, 'of', { type: entity.name });
  }
};

/** A type of values of which two subgraphs know other fields, behind a root field that both have. */
export const addParts = (draft: Draft, random: Random): void => {
  const [one, other] = random.shuffled(draft.subgraphs);
  const type = random.pick(['Parts', '[Parts]', '[Parts]', '[Parts!]', '[[Parts]]']);
  for (const [subgraph, names] of [
    [one, ['name', 'size']],
    [other, ['size', 'rank']],
  ] as const) {
    subgraph?.type('Parts').directives.push('@shareable');
    for (const name of names) subgraph?.addField('Parts', name, { type: 'Int' });
    subgraph?.addField('Query', 'parts', { type, args: '(n: Int = 1)', directives: ['@shareable'] });
  }
};

/** An interface that subgraphs give to different entities. */
export const addInterface = (draft: Draft, random: Random): void => {
  const members = random
    .some(draft.entities, 1)
    .filter(({ name, subgraphs }) => subgraphs.some((each) => each.fieldOf(name, 'id')?.type === 'ID!'));
  const hasTag = random.chance(60);
  if (hasTag) for (const member of members) addTag(member, random);
  for (const subgraph of draft.subgraphs) {
    const local = members.filter(({ name }) => subgraph.fieldOf(name, 'id')?.type === 'ID!');
    if (local.length === 0 || random.chance(25)) continue;
    subgraph.type('Node', 'interface').fields.set('id', { type: 'ID!', args: '', directives: [] });
    for (const { name } of local) subgraph.type(name).interfaces.add('Node');
    const isTagged = hasTag && local.every(({ name }) => subgraph.fieldOf(name, 'tag'));
    if (isTagged && random.chance(70)) subgraph.addField('Node', 'tag', { type: 'String' });
  }
};

const addTag = (entity: DraftEntity, random: Random): void => {
  if (entity.names.has('tagged')) return;
  entity.names.add('tagged');
  const owners = random.some(entity.subgraphs, 1);
  const directives = owners.length > 1 ? ['@shareable'] : [];
  for (const owner of owners) owner.addField(entity.name, 'tag', { type: 'String', directives });
};

/** A union of which subgraphs know different members. */
export const addUnion = (draft: Draft, random: Random): void => {
  for (const subgraph of draft.subgraphs) {
    const members = [...subgraph.types].flatMap(([name, { keyword, directives }]) =>
      keyword === 'type' && !directives.includes('@interfaceObject') && isTarget(name) ? [name] : [],
    );
    if (members.length > 0 && random.chance(80)) subgraph.unions.set('Thing', random.some(members, 1));
  }
};

/** An interface that is an entity in one subgraph, and an object in others. */
export const addFamily = (draft: Draft, random: Random): void => {
  const [home, ...others] = random.shuffled(draft.subgraphs);
  if (home === undefined) return;
  const family: DraftEntity = { name: 'M', subgraphs: [home], leaves: [], references: [], names: new Set(['id']) };
  home.type('M', 'interface').directives.push('@key(fields: "id")');
  home.addField('M', 'id', { type: 'ID!' });
  for (let count = 1 + random.below(2); count > 0; count--) addLeaf(family, random, [home]);
  const common = [...home.type('M').fields];
  for (const name of ['M0', 'M1', 'M2'].slice(0, 1 + random.below(3))) {
    const member: DraftEntity = { name, subgraphs: [home], leaves: [], references: [], names: family.names };
    const type = home.type(name);
    type.directives.push('@key(fields: "id")');
    type.interfaces.add('M');
    for (const [key, field] of common) type.fields.set(key, { ...field, directives: [] });
    addLeaf(member, random, [home]);
    if (random.chance(50)) addLeaf(member, random, [home]);
  }
  for (const subgraph of random.some(others, 1)) addInterfaceObject(subgraph, { family, random });
};

const addInterfaceObject = (
  subgraph: DraftSubgraph,
  { family, random }: { family: DraftEntity; random: Random },
): void => {
  const type = subgraph.type('M');
  const count = random.below(3);
  const isStub = count === 0 && random.chance(50);
  type.directives.push(`@key(fields: "id"${isStub ? ', resolvable: false' : ''})`, '@interfaceObject');
  subgraph.addField('M', 'id', { type: 'ID!' });
  const [required] = family.leaves;
  for (let index = 0; index < count; index++) addLeaf(family, random, [subgraph]);
  if (isStub || required === undefined || !random.chance(25)) return;
  const name = freeName(family, random);
  if (name === undefined) return;
  subgraph.addField('M', required.name, { type: required.type, args: required.args, directives: ['@external'] });
  subgraph.addField('M', name, { type: 'String', directives: [`@requires(fields: "${required.name}")`] });
};
