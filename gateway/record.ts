import {
  newSpanId,
  type TraceContext,
  traceFromOutside,
  traceparentOf,
} from '../subgraphs/kit/tracing/trace-context.ts';
import type { PublicError } from './errors.ts';

/** Why a call of a subgraph failed; `abandoned`: its client left. */
export type CallFailure = 'unavailable' | 'timeout' | 'overloaded' | 'abandoned';

/** One HTTP call to a subgraph; times are milliseconds. */
export interface CallRecord {
  subgraph: string;
  /** Since the request came. */
  startMs: number;
  durationMs: number;
  /** The number of SQL statements that the subgraph reports. */
  statements: number | null;
  failure: CallFailure | undefined;
  /** The id of its span in the trace. */
  spanId: string;
}

/** A call that is under way. */
export interface OpenCall {
  /** What tells the subgraph its place in the trace. */
  traceparent: string;
  /** To be called when it ends, with the `x-sql-statements` header. */
  end(statements: string | undefined, failure?: CallFailure): void;
}

/** How many parts of a request were known, and how many had to be made. */
export interface Finds {
  known: number;
  made: number;
}

const hundredths = (milliseconds: number) => Math.round(milliseconds * 100) / 100;

/** What one request did, for the access line, the metrics and the trace. Nothing here is a value of its variables. */
export class RequestRecord {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** By the clock of `performance`. */
  readonly startedAt: number;
  /** In start order. */
  readonly calls: CallRecord[] = [];
  readonly errors: { code: string; owner: string }[] = [];
  readonly documents: Finds = { known: 0, made: 0 };
  readonly plans: Finds = { known: 0, made: 0 };
  operation: { kind: 'query' | 'mutation' | 'subscription'; name: string | undefined } | undefined;
  /** Who asks, by the verified token. */
  client: string | undefined;
  organization: string | undefined;
  /** Id of the revision that answers. */
  revision: string | undefined;
  /** The price of what was returned. */
  points = 0;
  /** The code with which nothing was executed. */
  refusal: string | undefined;
  /** The status that the refusal has or would have over HTTP. */
  refusalStatus = 0;
  durationMs = 0;
  #waitedMs = 0;
  #openCalls = 0;
  #openSince = 0;

  /** @param traceparent the header of the client */
  constructor(requestId: string, traceparent?: string | string[]) {
    this.requestId = requestId;
    this.trace = traceFromOutside(traceparent, requestId);
    this.startedAt = performance.now();
  }

  /** Call when an HTTP call starts. */
  startCall(subgraph: string): OpenCall {
    const beganAt = performance.now();
    const startMs = hundredths(beganAt - this.startedAt);
    const spanId = newSpanId();
    const call: CallRecord = { subgraph, startMs, durationMs: 0, statements: null, failure: undefined, spanId };
    this.calls.push(call);
    if (this.#openCalls === 0) this.#openSince = beganAt;
    this.#openCalls += 1;
    const end: OpenCall['end'] = (statements, failure) => {
      const now = performance.now();
      call.durationMs = hundredths(now - beganAt);
      call.failure = failure;
      if (statements !== undefined && /^\d{1,9}$/.test(statements)) call.statements = Number(statements);
      this.#openCalls -= 1;
      if (this.#openCalls === 0) this.#waitedMs += now - this.#openSince;
    };
    return { traceparent: traceparentOf(this.trace, spanId), end };
  }

  addErrors(errors: readonly PublicError[]): void {
    for (const { extensions } of errors) {
      this.errors.push({ code: extensions.code, owner: String(extensions.subgraph ?? 'gateway') });
    }
  }

  refuse(code: string, status: number): void {
    this.refusal = code;
    this.refusalStatus = status;
  }

  end(): void {
    this.durationMs = hundredths(performance.now() - this.startedAt);
  }

  /** The time in which no subgraph was waited for, in milliseconds. */
  get overheadMs(): number {
    return hundredths(Math.max(0, this.durationMs - this.#waitedMs));
  }

  /** The end of it, in one word: `errors` came beside data, `refused` was not executed, `failed` is our fault. */
  get outcome(): Outcome {
    if (this.refusal !== undefined) return this.refusalStatus >= 500 ? 'failed' : 'refused';
    return this.errors.length > 0 ? 'errors' : 'ok';
  }
}

export const outcomes = ['ok', 'errors', 'refused', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];
