import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { ErrorLog } from '../errors.ts';
import { createExecution, type Run } from '../execution.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { ScopeHolders } from '../missing-scopes.ts';
import type { PartnerLease, Partners } from '../partner/partners.ts';
import type { SubgraphRequest } from '../subgraph-call.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { type Graph, type GraphParts, readGraph } from './graph.ts';
import { RunCount } from './run-count.ts';

/** Everything that serves one supergraph: the schema, checked documents, plans, the explorer. */
export interface Revision extends Pick<Graph, 'planFault'> {
  /** The first 16 digits of the SHA-256 of its SDL. */
  id: string;
  run: Run;
  /** Undefined where none is shown. */
  explorer: Explorer | undefined;
  /** Says that nothing begins on it any more: its own connections close when the last request on it has ended. */
  retire(): void;
}

/** What revisions share. */
export interface RevisionParts extends Omit<GraphParts, 'subgraphRequest'> {
  partners: Pick<Partners, 'lease'>;
  /** Asks our own subgraphs, and the others over the connections of a revision. */
  requestOver(partnerOf: PartnerLease['connectionOf']): SubgraphRequest;
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
  const { connectionOf, release } = parts.partners.lease(sdl);
  const running = new RunCount(release);
  const subgraphRequest = parts.requestOver(connectionOf);
  const graph = await readGraph(sdl, { ...parts, subgraphRequest }).catch((error: unknown) => {
    release();
    throw error;
  });
  return {
    id: revisionIdOf(sdl),
    run: running.counted(createExecution({ ...graph, ...parts })),
    retire: () => running.retire(),
    explorer: parts.explorerOf(graph.supergraph.schema),
    planFault: graph.planFault,
  };
};
