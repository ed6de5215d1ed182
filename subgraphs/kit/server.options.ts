import type { SubgraphSchema } from './federation.ts';
import type { Logger } from './log.ts';
import type { SubgraphObserver } from './metrics/subgraph.ts';
import type { RequestFacts } from './request.ts';
import type { Routes } from './routes.ts';
import type { ServedDocument, TakenReport } from './served-documents.ts';
import type { SpanExporter } from './tracing/exporter.ts';

export interface ServerOptions {
  name: string;
  schema: SubgraphSchema['schema'];
  /** Shared with the gateway; see `caller.ts`. */
  callerSecret: string;
  log: Logger;
  /** Undefined where nobody asks for metrics: none are counted then. */
  observer?: SubgraphObserver | undefined;
  /** Takes the spans of kept traces. */
  exporter?: SpanExporter | undefined;
  isProduction: boolean;
  /** Requests of the gateway at a time; further ones are refused. */
  mostUnderWay?: number;
  /** Beside GraphQL, for requests that the gateway signed. */
  routes?: readonly Routes[];
  /** Beside GraphQL, for others, whom they know by themselves. */
  ownRoutes?: readonly Routes[];
  contextOf(facts: RequestFacts): object;
  /** What is served beside the graph. */
  documents?: readonly (ServedDocument | TakenReport)[];
  /** Throws while the service cannot answer, for example while its database is away. */
  checkReady(): Promise<void>;
  /** Why nothing may be decided by the clock; while it says so, everything but health is refused. */
  clockFault?(): string | undefined;
}
