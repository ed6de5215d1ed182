import { type Draft, type DraftEntity, DraftSubgraph } from './draft.ts';
import { freeName, leafType } from './leaves.ts';
import type { Random } from './random.ts';

const wrappers = ['T', '[T!]', '[T]'];

/**
 * A union in one subgraph whose members have fields of one name, which some of them promise there and not elsewhere: for
 * a client they can stand under one key, for that subgraph they cannot.
 */
export const clashDraft = (random: Random): Draft => {
  const [home, other, third] = ['a', 'b', 'c'].map((name) => new DraftSubgraph(name));
  if (home === undefined || other === undefined || third === undefined) throw new Error('no subgraphs');
  const draft: Draft = { subgraphs: [home, other, third], entities: [], steady: new Set() };
  const members = ['E0', 'E1', 'E2'].slice(0, 2 + random.below(2));
  for (const subgraph of [home, other]) subgraph.unions.set('Thing', members);
  const things = () => random.pick(wrappers).replace('T', 'Thing');
  const fields = new Map([
    ...random.some(['mark', 'rank', 'size'], 1).map((name) => [name, leafType(random).replaceAll('!', '')] as const),
    ...random.some(['peers', 'best'], 0).map((name) => [name, things()] as const),
  ]);
  for (const [index, name] of members.entries()) {
    const entity: DraftEntity = { name, subgraphs: [home, other], leaves: [], references: [], names: new Set(['id']) };
    draft.entities.push(entity);
    for (const subgraph of [home, other, ...(random.chance(40) ? [third] : [])]) {
      subgraph.type(name).directives.push('@key(fields: "id")');
      subgraph.addField(name, 'id', { type: 'ID!' });
    }
    const hasPromises = index === 0 || random.chance(30);
    for (const [field, type] of fields) addPromised(draft, { entity, name: field, type, hasPromises });
    const own = freeName(entity, random) ?? 'note';
    (third.types.has(name) ? third : other).addField(name, own, { type: leafType(random) });
    other.addField('Query', `only${index}`, { type: random.pick(wrappers).replace('T', name) });
  }
  for (const field of ['things', 'more']) home.addField('Query', field, { type: things(), args: '(n: Int = 1)' });
  if (third.types.size === 0) draft.subgraphs = [home, other];
  return draft;
};

/** A field of the home subgraph; what it promises there, another subgraph has without a promise. */
const addPromised = (
  draft: Draft,
  { entity, name, type, hasPromises }: { entity: DraftEntity; name: string; type: string; hasPromises: boolean },
): void => {
  const [home, other] = entity.subgraphs;
  const directives = hasPromises ? ['@shareable'] : [];
  home?.addField(entity.name, name, { type: hasPromises ? `${type}!` : type, directives });
  if (!hasPromises) return;
  other?.addField(entity.name, name, { type, directives });
  draft.steady.add(`${entity.name}.${name}`);
};
