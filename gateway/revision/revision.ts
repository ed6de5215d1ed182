import { createHash } from 'node:crypto';
import type { ErrorLog } from '../errors.ts';
import { createExecution, type Run } from '../execution.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { ScopeHolders } from '../missing-scopes.ts';
import type { PartnerLease, Partners } from '../partner/partners.ts';
import type { SubgraphRequest } from '../subgraph-call.ts';
import { recordOf } from '../supergraph.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { type Graph, type GraphParts, readGraph, type View } from './graph.ts';
import { RunCount } from './run-count.ts';

/** Everything that serves one supergraph: what each audience is shown, checked documents, plans, the explorer. */
export interface Revision extends Pick<Graph, 'planFaults' | 'asksFor'> {
  /** The first 16 digits of the SHA-256 of its SDL. */
  id: string;
  /** Answers by the part of the graph that the caller is shown. */
  run: Run;
  /** Undefined where none is shown. */
  explorer: Explorer | undefined;
  /** Everyone is shown everything. */
  isUndivided: boolean;
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
  explorerOf(views: Graph['views']): Explorer | undefined;
  log: ErrorLog;
}

export const revisionIdOf = (supergraph: string): string =>
  createHash('sha256').update(supergraph).digest('hex').slice(0, 16);

/** @throws Error when the supergraph (SDL) cannot be used */
export const createRevision = async (sdl: string, parts: RevisionParts): Promise<Revision> => {
  const { connectionOf, release } = parts.partners.lease(sdl);
  const running = new RunCount(release);
  const subgraphRequest = parts.requestOver(connectionOf);
  const { engine, views, planFaults, asksFor } = await readGraph(sdl, { ...parts, subgraphRequest }).catch(
    (error: unknown) => {
      release();
      throw error;
    },
  );
  const runs = new Map<View, Run>();
  for (const view of Object.values(views)) {
    if (!runs.has(view)) runs.set(view, running.counted(createExecution({ ...parts, ...view, engine })));
  }
  const runOf = recordOf((audience) => runs.get(views[audience]) as Run);
  return {
    id: revisionIdOf(sdl),
    run: (params, context, transport) => runOf[context.caller.audience](params, context, transport),
    retire: () => running.retire(),
    explorer: parts.explorerOf(views),
    isUndivided: runs.size === 1,
    planFaults,
    asksFor,
  };
};
