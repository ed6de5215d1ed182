import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import { createDocuments } from '../documents.ts';
import { createEngine } from '../engine.ts';
import type { ErrorLog } from '../errors.ts';
import { createExecution, type Run } from '../execution.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { SubgraphRequest } from '../subgraph-call.ts';
import { readSupergraph } from '../supergraph.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import { planFault } from './plan-fault.ts';

/** Everything that is derived from one supergraph: the schema, checked documents, plans, the explorer. */
export interface Revision {
  /** The first 16 digits of the SHA-256 of its SDL. */
  id: string;
  run: Run;
  /** Undefined where none is shown. */
  explorer: Explorer | undefined;
  /** Says why a document cannot be asked; undefined where all its operations are valid and have a plan. */
  planFault(text: string): Promise<string | undefined>;
}

/** What revisions share. */
export interface RevisionParts {
  subgraphRequest: SubgraphRequest;
  trusted: TrustedDocuments;
  costLimit: number;
  isProduction: boolean;
  explorerOf(schema: GraphQLSchema): Explorer | undefined;
  log: ErrorLog;
}

export const revisionIdOf = (supergraph: string): string =>
  createHash('sha256').update(supergraph).digest('hex').slice(0, 16);

/**
 * Reads a supergraph (SDL) into all that serves it; requests get turns in between.
 * @throws Error when it is no supergraph, the gateway refuses what it demands, or the planner refuses it
 */
export const createRevision = async (sdl: string, parts: RevisionParts): Promise<Revision> => {
  const { subgraphRequest, trusted, costLimit, isProduction, log } = parts;
  const supergraph = readSupergraph(sdl);
  await nextTurn();
  const engine = createEngine({ supergraph: sdl, subgraphRequest });
  await nextTurn();
  const documents = createDocuments(supergraph, { isProduction });
  return {
    id: revisionIdOf(sdl),
    run: createExecution({ engine, supergraph, documents, trusted, costLimit, log }),
    explorer: parts.explorerOf(supergraph.schema),
    planFault: (text) => planFault(text, { documents, engine }),
  };
};
