import type { Caller } from './caller.ts';
import type { Departure } from './departure.ts';
import type { Budget } from './rate-limit.ts';
import type { RequestRecord } from './record.ts';

/** What travels with one request. */
export interface RequestContext {
  requestId: string;
  caller: Caller;
  acceptLanguage: string | undefined;
  /** When the whole request must be answered, as `performance.now()` milliseconds. */
  deadline: number;
  /** The client's leaving. Only calls of subgraphs obey it: an abort during planning would stay in the plan cache. */
  departure: Departure;
  /** What the request does, written down as it happens. */
  record: RequestRecord;
  budget: Budget;
  /** The answer says what it cost. */
  showsCost: boolean;
  /** The answer names its subgraph calls. */
  showsCalls: boolean;
  /** The answer says how it is planned; never in production, where the schema is hidden. */
  showsPlan?: boolean;
  /** Nothing is executed: the answer says what an execution would ask and cost. */
  isDryRun?: boolean;
  /** What an authenticated client says of its version, as it may be kept. */
  clientVersion?: string;
}
