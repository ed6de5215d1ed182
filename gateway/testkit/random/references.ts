import { type Draft, type DraftEntity, type DraftSubgraph, isTarget } from './draft.ts';
import { argumentsGiven, argumentsOf, freeName, leafType } from './leaves.ts';
import type { Random } from './random.ts';

const names = ['link', 'peer', 'parent', 'items', 'best', 'next', 'name', 'size'];
const wrappers = ['T', 'T', 'T', 'T!', '[T]', '[T!]', '[T!]!'];

const targetsIn = (subgraph: DraftSubgraph): string[] => [
  ...[...subgraph.types.keys()].filter(isTarget),
  ...subgraph.unions.keys(),
];

export const referenceType = (subgraph: DraftSubgraph, random: Random): string =>
  random.pick(wrappers).replace('T', random.pick(targetsIn(subgraph)));

const isStub = (subgraph: DraftSubgraph, name: string): boolean =>
  subgraph.types.get(name)?.directives.some((each) => each.includes('resolvable: false')) ?? true;

/** Fields of entities that lead to other objects. */
export const addReferences = (draft: Draft, random: Random): void => {
  for (const entity of draft.entities) {
    for (let count = 1 + random.below(3); count > 0; count--) {
      const name = freeName(entity, random, names);
      if (name === undefined) continue;
      const [owner, sharer] = random.shuffled(entity.subgraphs);
      if (owner === undefined) continue;
      const type = referenceType(owner, random);
      const target = type.replaceAll(/[[\]!]/g, '');
      const isShared =
        sharer !== undefined && /^E/.test(target) && targetsIn(sharer).includes(target) && random.chance(25);
      const field = { type, args: argumentsOf(random, 20), directives: isShared ? ['@shareable'] : [] };
      for (const each of isShared ? [owner, sharer] : [owner]) each.addField(entity.name, name, field);
      if (!isShared) entity.references.push({ ...field, name, owner });
    }
  }
};

/** Fields of what an interface is an object in that lead to other objects. */
export const addKin = (draft: Draft, random: Random): void => {
  for (const subgraph of draft.subgraphs) {
    const isObject = subgraph.types.get('M')?.directives.includes('@interfaceObject');
    if (isObject && !isStub(subgraph, 'M') && random.chance(60))
      subgraph.addField('M', `kin${subgraph.name}`, { type: referenceType(subgraph, random) });
  }
};

/** Fields that are computed from those of other subgraphs. */
export const addRequires = (draft: Draft, random: Random): void => {
  for (const [index, entity] of draft.entities.entries()) {
    for (let count = random.below(3); count > 0; count--) addRequiring(entity, random, `calc${index}${count}`);
  }
};

const addRequiring = (entity: DraftEntity, random: Random, name: string): void => {
  const subgraph = random.pick(entity.subgraphs);
  const outside = entity.leaves.filter(
    ({ owners, name: leaf }) =>
      owners.length === 1 && !owners.includes(subgraph) && !subgraph.fieldOf(entity.name, leaf),
  );
  const required = random.shuffled(outside).slice(0, 1 + random.below(2));
  const set = required.map((leaf) => `${leaf.name}${argumentsGiven(random, leaf.args)}`.replaceAll('"', '\\"'));
  for (const leaf of required) {
    leaf.isFixed = true;
    subgraph.addField(entity.name, leaf.name, { type: leaf.type, args: leaf.args, directives: ['@external'] });
  }
  if (random.chance(35)) set.push(...requiredBelow(entity, subgraph, random));
  if (set.length === 0) return;
  const field = { type: leafType(random), args: argumentsOf(random, 20) };
  subgraph.addField(entity.name, name, { ...field, directives: [`@requires(fields: "${set.join(' ')}")`] });
  entity.leaves.push({ name, ...field, owners: [subgraph], isFixed: true });
};

/** What is required of the objects behind a field: their keys, or fields of values. */
const requiredBelow = (entity: DraftEntity, subgraph: DraftSubgraph, random: Random): string[] => {
  const reference = random.pick(
    entity.references.filter(({ owner, name }) => owner !== subgraph && !subgraph.fieldOf(entity.name, name)),
  );
  if (reference === undefined) return [];
  const { name, type, args, owner } = reference;
  const target = type.replaceAll(/[[\]!]/g, '');
  const inner = innerSet(target, { owner, subgraph }, random);
  if (inner === undefined) return [];
  subgraph.addField(entity.name, name, { type, args, directives: ['@external'] });
  return [`${name}${argumentsGiven(random, args)} { ${inner} }`.replaceAll('"', '\\"')];
};

const innerSet = (
  target: string,
  { owner, subgraph }: { owner: DraftSubgraph; subgraph: DraftSubgraph },
  random: Random,
): string | undefined => {
  const known = [...subgraph.types.keys(), ...subgraph.unions.keys()];
  if (known.includes(target)) {
    if (target === 'Thing') {
      const member = random.pick((subgraph.unions.get(target) ?? []).filter((each) => subgraph.fieldOf(each, 'id')));
      return member && `... on ${member} { id }`;
    }
    return subgraph.fieldOf(target, 'id') && 'id';
  }
  const fields = [...(owner.types.get(target)?.fields ?? [])].filter(([key]) => key !== 'of');
  if (!target.startsWith('V') || fields.length === 0) return undefined;
  const chosen = random.some(fields, 1);
  subgraph.type(target).directives.push('@external');
  for (const [key, field] of chosen) subgraph.addField(target, key, field);
  return chosen.map(([key, { args }]) => `${key}${argumentsGiven(random, args)}`).join(' ');
};

/** Fields that answer some leaves of the entity they lead to, which otherwise others answer. */
export const addProvides = (draft: Draft, random: Random): void => {
  for (const subgraph of draft.subgraphs) {
    for (const [owner, { fields }] of subgraph.types) {
      for (const field of owner === 'Node' || owner === 'M' ? [] : fields.values()) {
        if (field.directives.length > 0 || !random.chance(35)) continue;
        const set = providedBy(draft, { subgraph, type: field.type.replaceAll(/[[\]!]/g, '') }, random);
        if (set !== undefined) field.directives.push(`@provides(fields: "${set}")`);
      }
    }
  }
};

const providedBy = (
  draft: Draft,
  { subgraph, type }: { subgraph: DraftSubgraph; type: string },
  random: Random,
): string | undefined => {
  const members = membersIn(subgraph, type);
  const member = random.pick(draft.entities.filter(({ name }) => name === type || members.includes(name)));
  if (member === undefined) return undefined;
  const leaf = random.pick(
    member.leaves.filter(({ name, args, isFixed }) => !isFixed && args === '' && !subgraph.fieldOf(member.name, name)),
  );
  if (leaf === undefined) return undefined;
  leaf.isFixed = true;
  for (const owner of leaf.owners) owner.fieldOf(member.name, leaf.name)?.directives.push('@shareable');
  subgraph.addField(member.name, leaf.name, { type: leaf.type, args: leaf.args, directives: ['@external'] });
  return member.name === type ? leaf.name : `... on ${member.name} { ${leaf.name} }`;
};

const membersIn = (subgraph: DraftSubgraph, type: string): string[] => [
  ...(subgraph.unions.get(type) ?? []),
  ...[...subgraph.types].flatMap(([name, { interfaces }]) => (interfaces.has(type) ? [name] : [])),
];

const labels = ['', '', ', label: "percent(40)"', ', label: "percent(75.5)"', ', label: "beta"'];

/** Fields that move from one subgraph to another, some of them for a part of the requests. */
export const addOverrides = (draft: Draft, random: Random): void => {
  for (const entity of draft.entities) {
    for (const leaf of entity.leaves) {
      const [from] = leaf.owners;
      const takers = entity.subgraphs.filter((each) => !each.fieldOf(entity.name, leaf.name));
      if (from === undefined || leaf.isFixed || leaf.owners.length > 1 || takers.length === 0) continue;
      if (!random.chance(20)) continue;
      leaf.isFixed = true;
      const directives = [`@override(from: "${from.name}"${random.pick(labels)})`];
      random.pick(takers).addField(entity.name, leaf.name, { type: leaf.type, args: leaf.args, directives });
    }
  }
};
