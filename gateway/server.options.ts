import type { ClockWatch } from '../subgraphs/kit/clock-watch.ts';
import type { Admit } from './admission.ts';
import type { WhoAsks } from './canary/chosen-callers.ts';
import type { Cors } from './cors.ts';
import type { Load } from './load.ts';
import type { Openings } from './openings.ts';
import type { KeyDirectory } from './partner/key-directory.ts';
import type { Relay } from './published/relay.ts';
import type { Pulse } from './pulse.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { RequestRecord } from './record.ts';
import type { OpenStreams } from './revision/open-streams.ts';
import type { Operator } from './revision/operator.ts';
import type { Revision } from './revision/revision.ts';
import type { Revocations } from './revocations.ts';

export interface ServerLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ServerOptions {
  /** The revision that answers what begins now. */
  live(): Revision;
  /** The one that answers somebody now: a canary, for a share of the callers. */
  revisionFor(who: WhoAsks): Revision;
  /** It serves what still comes, and wants no more. */
  isStopping?(): boolean;
  streams: OpenStreams;
  operator: Operator;
  /** The keys that the gateway signs with for partners; undefined where it asks none. */
  keyDirectory?: KeyDirectory | undefined;
  admit: Admit;
  /** Tells when a caller's token is revoked while a stream or a socket of theirs is open. */
  watchRevocation: Revocations['watch'];
  budgetOf: RateLimiter['budgetOf'];
  /** Subscriptions of all transports. */
  subscriptions: Openings;
  /** Requests under way; operators and health checks are not among them. */
  load: Load;
  pulse: Pulse;
  clock: ClockWatch;
  /** How many of our own proxies stand in front and write X-Forwarded-For. */
  proxies: number;
  /** The document whose operations are asked for what has an address of its own. */
  publishedDocument: string;
  relay: Relay;
  cors: Cors;
  requestTimeoutMs: number;
  /** Time within which a small body must arrive. */
  bodyTimeoutMs: number;
  isProduction: boolean;
  log: ServerLog;
  accessLog: Pick<ServerLog, 'info'>;
  /** Told of each request that has ended. */
  observe(record: RequestRecord): void;
}
