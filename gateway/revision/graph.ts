import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLSchema, validateSchema } from 'graphql';
import { createDocuments, type Documents } from '../documents.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { OpenPlans } from '../planner/plan-source.ts';
import type { SubgraphRequest } from '../subgraph-call.ts';
import { readSupergraph, type Supergraph } from '../supergraph.ts';
import { planFault } from './plan-fault.ts';

/** What is read from one supergraph, and what was prepared for it. */
export interface Graph {
  supergraph: Supergraph;
  engine: Engine;
  documents: Documents;
  /** Says why a document cannot be asked; undefined where all its operations are valid and have a plan. */
  planFault(text: string): Promise<string | undefined>;
}

export interface GraphParts {
  subgraphRequest: SubgraphRequest;
  /** Opens the native planner, in this process or in one of its own. */
  openPlans: OpenPlans;
  isProduction: boolean;
}

/**
 * Reads a supergraph (SDL); requests get turns in between.
 * @throws Error when it is none, the gateway refuses what it demands, or the planner refuses it
 */
export const readGraph = async (
  sdl: string,
  { subgraphRequest, openPlans, isProduction }: GraphParts,
): Promise<Graph> => {
  const supergraph = readSupergraph(sdl);
  await nextTurn();
  const [fault] = validateSchema(new GraphQLSchema({ ...supergraph.schema.toConfig(), assumeValid: false }));
  if (fault) throw fault;
  await nextTurn();
  const engine = await createEngine({ supergraph: sdl, subgraphRequest, openPlans });
  await nextTurn();
  const documents = createDocuments(supergraph, { isProduction });
  return { supergraph, engine, documents, planFault: (text) => planFault(text, { documents, engine }) };
};
