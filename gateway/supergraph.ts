import { setImmediate as nextTurn } from 'node:timers/promises';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { type Audience, audiences } from '../subgraphs/kit/audiences.ts';
import { accessFaults } from './access-rules.ts';
import { type Bulk, readBulk } from './bulk.ts';
import { contractOf, viewersOf } from './contract/contract.ts';
import { type HiddenData, hiddenData } from './contract/hidden-data.ts';
import { type Costs, readCosts } from './cost.ts';
import { type Guards, readGuards } from './guard.ts';
import { type PersonalData, readPersonalData } from './personal-data.ts';
import { type KeyRules, readKeyRules } from './planner-keys.ts';

/** What the gateway knows of the graph, or of the part that an audience is shown. */
export interface Supergraph {
  /** The schema that clients may see, without the federation machinery. */
  schema: GraphQLSchema;
  guards: Guards;
  costs: Costs;
  bulk: Bulk;
  keyRules?: KeyRules;
  personalData?: PersonalData;
  /** What subgraphs may answer at places that are shown, and is not shown itself; undefined where there is no such thing. */
  hidden?: HiddenData | undefined;
}

/** The graph as each audience is shown it. */
export type AudienceGraphs = Readonly<Record<Audience, Supergraph>>;

/** @throws Error when the supergraph demands a protection that this gateway would not give. */
export const readSupergraph = (sdl: string): Supergraph => read(checked(sdl));

/**
 * Reads what each audience is shown; of a supergraph that says nothing of audiences, everyone everything.
 * An audience that it names nowhere, as one that is newer than it, is shown what everyone is.
 * @throws Error when the supergraph demands a protection that this gateway would not give
 */
export const readAudiences = (sdl: string): AudienceGraphs => {
  const reading = readingOf(sdl);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
};

/** As `readAudiences`, with turns for requests in between. */
export const readAudiencesInTurns = async (sdl: string): Promise<AudienceGraphs> => {
  const reading = readingOf(sdl);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await nextTurn();
  }
};

function* readingOf(sdl: string): Generator<void, AudienceGraphs> {
  const document = checked(sdl);
  yield;
  const full = read(document);
  const viewerOf = viewersOf(document);
  const graphs = new Map<Audience, Supergraph>([['officer', full]]);
  for (const viewer of new Set(audiences.map(viewerOf))) {
    yield;
    if (!graphs.has(viewer)) graphs.set(viewer, shownTo(viewer, { document, full }));
  }
  return recordOf((audience) => graphs.get(viewerOf(audience)) ?? full);
}

export const recordOf = <T>(read: (audience: Audience) => T): Readonly<Record<Audience, T>> =>
  Object.fromEntries(audiences.map((audience) => [audience, read(audience)])) as Record<Audience, T>;

const checked = (sdl: string): DocumentNode => {
  const document = parse(sdl, { noLocation: true });
  const faults = accessFaults(document);
  if (faults.length > 0) throw new Error(`the supergraph is refused:\n${faults.map((each) => `  ${each}`).join('\n')}`);
  return document;
};

const read = (document: DocumentNode): Supergraph => ({
  schema: publicSchema(document),
  guards: readGuards(document),
  costs: readCosts(document),
  bulk: readBulk(document),
  keyRules: readKeyRules(document),
  personalData: readPersonalData(document),
});

/** Prices and keys are those of the graph: they tell nothing, and it is the graph that is planned. */
const shownTo = (audience: Audience, { document, full }: { document: DocumentNode; full: Supergraph }): Supergraph => {
  const contract = contractOf(document, audience);
  const schema = publicSchema(contract);
  return { ...full, schema, guards: readGuards(contract), hidden: hiddenData(schema, full.schema) };
};

/** The schema of a supergraph that clients may see. */
export const publicSchema = (supergraph: DocumentNode): GraphQLSchema =>
  buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValid: true, assumeValidSDL: true });
