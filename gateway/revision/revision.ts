import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { ErrorLog } from '../errors.ts';
import { createExecution, type Run } from '../execution.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { ScopeHolders } from '../missing-scopes.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { type Graph, type GraphParts, readGraph } from './graph.ts';

/** Everything that serves one supergraph: the schema, checked documents, plans, the explorer. */
export interface Revision extends Pick<Graph, 'planFault'> {
  /** The first 16 digits of the SHA-256 of its SDL. */
  id: string;
  run: Run;
  /** Undefined where none is shown. */
  explorer: Explorer | undefined;
}

/** What revisions share. */
export interface RevisionParts extends GraphParts {
  trusted: TrustedDocuments;
  costLimit: number;
  scopeHolders?: ScopeHolders | undefined;
  usage?: UsageLog | undefined;
  explorerOf(schema: GraphQLSchema): Explorer | undefined;
  log: ErrorLog;
}

export const revisionIdOf = (supergraph: string): string =>
  createHash('sha256').update(supergraph).digest('hex').slice(0, 16);

/** @throws Error when the supergraph (SDL) cannot be used */
export const createRevision = async (sdl: string, parts: RevisionParts): Promise<Revision> => {
  const graph = await readGraph(sdl, parts);
  return {
    id: revisionIdOf(sdl),
    run: createExecution({ ...graph, ...parts }),
    explorer: parts.explorerOf(graph.supergraph.schema),
    planFault: graph.planFault,
  };
};
