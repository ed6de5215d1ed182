import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'graphql';
import type { Audience } from '../../subgraphs/kit/audiences.ts';
import { contractFaultOf, distinctContracts } from '../contract/contracts.ts';
import { createDocuments, type Documents } from '../documents.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { OpenPlans } from '../planner/plan-source.ts';
import type { SubgraphRequest } from '../subgraph-call.ts';
import { readAudiencesInTurns, recordOf, type Supergraph } from '../supergraph.ts';
import { coordinatesOf } from '../usage/coordinates.ts';
import { planFault } from './plan-fault.ts';

/** What an audience is shown of a graph, and its documents that were checked. */
export interface View {
  supergraph: Supergraph;
  documents: Documents;
}

/** What is read from one supergraph, and what was prepared for it. */
export interface Graph {
  engine: Engine;
  /** One and the same for those who are shown the same. */
  views: Readonly<Record<Audience, View>>;
  /**
   * Plans a document, one of ours, for each audience that is shown what it asks; once.
   * @returns why others cannot ask it
   */
  planFaults(text: string): Promise<PlanFaults>;
  /** Whether a document asks for one of these fields (coordinates). */
  asksFor(text: string, fields: readonly string[]): boolean;
}

export type PlanFaults = ReadonlyMap<Audience, string>;

export interface GraphParts {
  subgraphRequest: SubgraphRequest;
  /** Opens the native planner, in this process or in one of its own. */
  openPlans: OpenPlans;
  isProduction: boolean;
}

/** What the checked documents of all audiences may take together. */
const cachedBytes = 40 * 1024 * 1024;

/**
 * Reads a supergraph (SDL); requests get turns in between.
 * @throws Error when it is none, the gateway refuses what it demands, or the planner refuses it
 */
export const readGraph = async (
  sdl: string,
  { subgraphRequest, openPlans, isProduction }: GraphParts,
): Promise<Graph> => {
  const graphs = await readAudiencesInTurns(sdl);
  const distinct = new Set(Object.values(graphs));
  for (const { supergraph, audience } of distinctContracts(graphs)) {
    await nextTurn();
    const fault = contractFaultOf(supergraph.schema, audience);
    if (fault) throw fault;
  }
  await nextTurn();
  const engine = await createEngine({ supergraph: sdl, subgraphRequest, openPlans });
  await nextTurn();
  const options = { isProduction, cachedBytes: Math.floor(cachedBytes / distinct.size) };
  const viewOf = (supergraph: Supergraph): View => ({ supergraph, documents: createDocuments(supergraph, options) });
  const known = new Map([...distinct].map((supergraph) => [supergraph, viewOf(supergraph)]));
  const views = recordOf((audience) => known.get(graphs[audience]) as View);
  const faults = new Map<string, Promise<PlanFaults>>();
  return {
    views,
    engine,
    planFaults: (text) => {
      const planned = faults.get(text) ?? planFaults(text, { views, engine });
      faults.set(text, planned);
      return planned;
    },
    asksFor: (text, fields) => asksFor(text, { fields, distinct }),
  };
};

const asksFor = (text: string, { fields, distinct }: { fields: readonly string[]; distinct: Iterable<Supergraph> }) =>
  [...distinct].some(({ schema }) => {
    const asked = coordinatesOf(schema, { document: parse(text) });
    return fields.some((field) => asked.has(field));
  });

const planFaults = async (text: string, { views, engine }: Pick<Graph, 'views' | 'engine'>): Promise<PlanFaults> => {
  const byView = new Map<View, string | undefined>();
  const faults = new Map<Audience, string>();
  for (const [audience, view] of Object.entries(views) as [Audience, View][]) {
    if (!byView.has(view)) byView.set(view, await planFault(text, { documents: view.documents, engine }));
    const fault = byView.get(view);
    if (fault !== undefined) faults.set(audience, fault);
  }
  return faults;
};
