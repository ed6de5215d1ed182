import { addFamily, addInterface, addParts, addUnion, addValues } from './abstracts.ts';
import { askingDraft } from './askings.ts';
import { clashDraft } from './clashes.ts';
import { crossingDraft } from './crossings.ts';
import { type Draft, DraftSubgraph, isTarget } from './draft.ts';
import { addEntities } from './entities.ts';
import { argumentsOf, leafType } from './leaves.ts';
import { Random } from './random.ts';
import { addKin, addOverrides, addProvides, addReferences, addRequires, referenceType } from './references.ts';
import { shelfDraft } from './shelves.ts';

/** Subgraphs at random. */
export interface RandomGraph {
  /** SDL by subgraph. */
  sdls: Record<string, string>;
  /** Coordinates of fields that never fail. */
  steady: ReadonlySet<string>;
}

/** Always the same subgraphs for a seed; not all of them compose. */
export const randomGraph = (seed: number): RandomGraph => {
  const random = new Random(seed);
  const draft = emptyDraft(random);
  addEntities(draft, random);
  addValues(draft, random);
  if (random.chance(70)) addFamily(draft, random);
  if (random.chance(65)) addInterface(draft, random);
  if (random.chance(75)) addUnion(draft, random);
  addReferences(draft, random);
  addKin(draft, random);
  if (random.chance(70)) addRequires(draft, random);
  for (const subgraph of draft.subgraphs) addRoots(subgraph, random);
  if (random.chance(50)) addProvides(draft, random);
  if (random.chance(45)) addOverrides(draft, random);
  if (random.chance(90)) addParts(draft, random);
  const [first] = draft.entities;
  const shared = first && random.chance(30) ? first.subgraphs.slice(0, 2) : [];
  for (const each of shared) each.addField('Query', 'shared', { type: first?.name ?? '', directives: ['@shareable'] });
  return graphOf(draft);
};

/** Subgraphs with nothing but an interface that some of them have as an object. */
export const familyGraph = (seed: number): RandomGraph => {
  const random = new Random(seed);
  const draft = emptyDraft(random);
  addFamily(draft, random);
  addKin(draft, random);
  if (random.chance(50)) addUnion(draft, random);
  for (const subgraph of draft.subgraphs) addRoots(subgraph, random);
  return graphOf(draft);
};

/** Subgraphs whose things of several types lead to the same entities. */
export const shelfGraph = (seed: number): RandomGraph => {
  const random = new Random(seed);
  const draft = shelfDraft(random);
  if (random.chance(30)) for (const subgraph of draft.subgraphs) addRoots(subgraph, random);
  return graphOf(draft);
};

/** Subgraphs in which types are in each other's way. */
export const clashGraph = (seed: number): RandomGraph => graphOf(clashDraft(new Random(seed)));

/** Subgraphs of which one computes from objects of several types. */
export const askingGraph = (seed: number): RandomGraph => graphOf(askingDraft(new Random(seed)));

/** Subgraphs that answer one field at different places of one entity. */
export const crossingGraph = (seed: number): RandomGraph => graphOf(crossingDraft(new Random(seed)));

const emptyDraft = (random: Random): Draft => {
  const subgraphs = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + random.below(4)).map((name) => new DraftSubgraph(name));
  return { subgraphs, entities: [], steady: new Set() };
};

const graphOf = ({ subgraphs, steady }: Draft): RandomGraph => ({
  sdls: Object.fromEntries(subgraphs.map((each) => [each.name, each.sdl()])),
  steady,
});

const addRoots = (subgraph: DraftSubgraph, random: Random): void => {
  const { name } = subgraph;
  for (let index = 0; index < 1 + random.below(3); index++) {
    const type = random.chance(15) ? leafType(random) : rootType(subgraph, random);
    subgraph.addField('Query', `${name}${index}`, { type, args: argumentsOf(random, 30) });
  }
  if (random.chance(40)) {
    for (let index = 0; index < 1 + random.below(2); index++) {
      const type = rootType(subgraph, random);
      subgraph.addField('Mutation', `${name}Change${index}`, { type, args: '(by: Int! = 1)' });
    }
  }
  if (random.chance(30)) subgraph.addField('Subscription', `${name}Event`, { type: rootType(subgraph, random) });
};

const rootType = (subgraph: DraftSubgraph, random: Random): string => {
  const known = [...subgraph.types.keys(), ...subgraph.unions.keys()].some(isTarget);
  return known ? referenceType(subgraph, random) : 'Int';
};
