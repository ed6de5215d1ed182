import { type Draft, DraftSubgraph } from './draft.ts';
import { argumentsGiven, argumentsOf, leafType } from './leaves.ts';
import type { Random } from './random.ts';

const wrappers = ['T', 'T', 'T!', '[T]', '[T!]'];

interface AskingGraph {
  home: DraftSubgraph;
  asker: DraftSubgraph;
  random: Random;
  steady: Set<string>;
}

/**
 * A subgraph that computes from objects of several types which others have: values and entities behind an interface or
 * a union, of some of which a third subgraph knows the interface only.
 */
export const askingDraft = (random: Random): Draft => {
  const [home, asker, third] = ['a', 'b', 'c'].map((name) => new DraftSubgraph(name));
  if (home === undefined || asker === undefined || third === undefined) throw new Error('no subgraphs');
  const draft: Draft = { subgraphs: [home, asker, third], entities: [], steady: new Set() };
  for (const subgraph of draft.subgraphs) entity(subgraph, 'E0');
  const asking = { home, asker, random, steady: draft.steady };
  const sets = [valuesAsked(asking), ...(random.chance(70) ? [entitiesAsked(asking, third)] : [])];
  if (random.chance(50)) sets.push(familyAsked(asking, third));
  for (const [index, set] of random.shuffled(sets).entries()) {
    const all = random.chance(30) ? sets.join(' ') : set;
    asker.addField('E0', `calc${index}`, { type: leafType(random), directives: [`@requires(fields: "${all}")`] });
  }
  home.addField('Query', 'first', { type: random.pick(wrappers).replace('T', 'E0'), args: '(n: Int = 1)' });
  third.addField('Query', 'last', { type: random.pick(wrappers).replace('T', 'E0') });
  third.addField('E0', 'next', { type: random.pick(wrappers).replace('T', 'E0') });
  return draft;
};

const entity = (subgraph: DraftSubgraph, name: string, idType = 'ID!'): void => {
  const type = subgraph.type(name);
  if (type.directives.length === 0) type.directives.push('@key(fields: "id")');
  subgraph.addField(name, 'id', { type: idType });
};

/** Values of types that share an interface or a union, which the asking subgraph does not answer. */
const valuesAsked = ({ home, asker, random, steady }: AskingGraph): string => {
  const isUnion = random.chance(40);
  const base = { type: leafType(random), args: argumentsOf(random, 30) };
  const members = ['V0', 'V1', 'V2'].slice(0, 2 + random.below(2));
  const asked = random.some(members, isUnion ? 1 : 0);
  const parts = members.flatMap((name) => {
    const own = { type: leafType(random), args: argumentsOf(random, 30) };
    home.addField(name, `own${name}`, own);
    // A null that must not be rises to the value, from which others compute, only where a client asks the field too.
    if (own.type.includes('!')) steady.add(`${name}.own${name}`);
    if (base.type.includes('!')) steady.add(`${name}.base`);
    if (asked.includes(name)) asker.addField(name, `own${name}`, { ...own, directives: ['@external'] });
    return asked.includes(name) ? [`... on ${name} { own${name}${argumentsGiven(random, own.args)} }`] : [];
  });
  for (const subgraph of [home, asker]) {
    const external = subgraph === asker ? ['@external'] : [];
    if (isUnion) subgraph.unions.set('Value', subgraph === home ? members : asked);
    else subgraph.type('Value', 'interface').fields.set('base', { ...base, directives: [] });
    for (const name of isUnion ? [] : members) {
      subgraph.type(name).interfaces.add('Value');
      subgraph.addField(name, 'base', { ...base, directives: external });
    }
  }
  const common = isUnion ? [] : [`base${argumentsGiven(random, base.args)}`];
  return lent({ home, asker, random, steady }, { field: 'value', type: 'Value', selections: [...common, ...parts] });
};

/** Entities of a union, whose fields a third subgraph has. */
const entitiesAsked = ({ home, asker, random, steady }: AskingGraph, third: DraftSubgraph): string => {
  const members = ['E1', 'E2'];
  const parts = members.map((name) => {
    for (const subgraph of [home, asker, third]) entity(subgraph, name);
    const far = { type: leafType(random) };
    third.addField(name, `far${name}`, far);
    const selections = random.pick(['id', `far${name}`, `id far${name}`]);
    return { name, far, selections };
  });
  for (const subgraph of [home, asker]) subgraph.unions.set('Thing', members);
  const asked = random.some(parts, 1);
  for (const { name, far, selections } of asked)
    if (selections.includes('far')) asker.addField(name, `far${name}`, { ...far, directives: ['@external'] });
  const selections = asked.map((each) => `... on ${each.name} { ${each.selections} }`);
  return lent({ home, asker, random, steady }, { field: 'thing', type: 'Thing', selections });
};

/** Entities of an interface that the subgraph which answers the field has as an object. */
const familyAsked = ({ home, asker, random, steady }: AskingGraph, third: DraftSubgraph): string => {
  third.type('M').directives.push('@key(fields: "id")', '@interfaceObject');
  third.addField('M', 'id', { type: 'ID!' });
  third.addField('M', 'size', { type: leafType(random) });
  const marks = random.some(['M0', 'M1'], 0);
  for (const subgraph of [home, asker]) {
    subgraph.type('M', 'interface').directives.push('@key(fields: "id")');
    subgraph.addField('M', 'id', { type: 'ID!' });
    for (const name of ['M0', 'M1']) {
      entity(subgraph, name);
      subgraph.type(name).interfaces.add('M');
      if (subgraph === home) subgraph.addField(name, 'mark', { type: 'Int' });
      else if (marks.includes(name)) subgraph.addField(name, 'mark', { type: 'Int', directives: ['@external'] });
    }
  }
  const ids = random.some(['id', '... on M0 { id }'], marks.length > 0 ? 0 : 1);
  const selections = [...ids, ...marks.map((name) => `... on ${name} { mark }`)];
  return lent({ home: third, asker, random, steady }, { field: 'kin', type: 'M', selections });
};

/** A field of the entity that one subgraph has and the asking one requires: what is required of it, as text. */
const lent = (
  { home, asker, random }: AskingGraph,
  { field, type, selections }: { field: string; type: string; selections: readonly string[] },
): string => {
  const wrapped = random.pick(wrappers).replace('T', type);
  home.addField('E0', field, { type: wrapped });
  asker.addField('E0', field, { type: wrapped, directives: ['@external'] });
  return `${field} { ${selections.join(' ')} }`.replaceAll('"', '\\"');
};
