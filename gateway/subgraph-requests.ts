import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallFailure } from './record.ts';
import { readSubgraphResult } from './subgraph-answer.ts';
import type { SubgraphCall, SubgraphRequest } from './subgraph-call.ts';
import { type Connection, connect, type SubgraphTarget } from './subgraph-connection.ts';
import { exchange } from './subgraph-exchange.ts';
import { AbandonedCall, failureResult, SubgraphFailure } from './subgraph-failure.ts';
import { openStream } from './subgraph-stream.ts';

interface RequestLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface SubgraphRequestOptions {
  subgraphs: Readonly<Record<string, SubgraphTarget>>;
  timeoutMs: number;
  /** The largest answer, or event of a subscription. */
  maximumBytes: number;
  log: RequestLog;
}

/** Size in bytes of an answer beyond which other requests get a turn between its reading and its joining. */
const longAnswer = 128 * 1024;

/**
 * Calls subgraphs over kept connections. Two equal calls in flight are two calls: their callers differ, and an answer
 * shared between them would show one caller the other's data.
 */
export const createSubgraphRequests = (options: SubgraphRequestOptions) => {
  const { subgraphs, timeoutMs, maximumBytes, log } = options;
  const connections = new Map(Object.entries(subgraphs).map(([name, target]) => [name, connect(target)]));

  const request: SubgraphRequest = async (call) => {
    const { subgraph, context } = call;
    const open = context.record.startCall(subgraph);
    let statements: string | undefined;
    let reason: CallFailure | undefined;
    const { body } = call;
    try {
      if (context.departure.hasLeft) throw new AbandonedCall();
      const connection = connections.get(subgraph);
      if (connection === undefined) throw new SubgraphFailure('unavailable', 'no address is configured');
      const remainingMs = Math.min(timeoutMs, context.deadline - performance.now());
      if (remainingMs <= 0) throw new SubgraphFailure('timeout', 'the request had no time left');
      const headersOf = () => headersFor(call, connection, open.traceparent);
      const common = { headersOf, body, timeoutMs: remainingMs, maximumBytes, departure: context.departure };
      const onFailure = (failure: SubgraphFailure) => logFailure(log, failure, call);
      if (call.kind === 'subscription') return await openStream({ ...common, connection, call, onFailure });
      // A mutation that the subgraph has is not undone by cutting it off: it would only be in doubt what became of it.
      const answer = await exchange(connection, {
        ...common,
        isRepeatable: call.kind === 'query',
        isFinal: call.kind === 'mutation',
      });
      statements = answer.statements;
      const result = readSubgraphResult(answer, call);
      if (result.surplus) logSurplus(log, result.surplus, call);
      if (answer.body.length > longAnswer) await nextTurn();
      return result;
    } catch (error) {
      const failure = error instanceof SubgraphFailure ? error : new SubgraphFailure('unavailable', String(error));
      reason = failure instanceof AbandonedCall ? 'abandoned' : failure.kind;
      logFailure(log, failure, call);
      return failureResult(failure, call);
    } finally {
      open.end(statements, reason);
    }
  };

  const close = async () => {
    const pools = [...connections.values()].flatMap(({ pool, streams }) => [pool, streams]);
    await Promise.all(pools.map((pool) => pool.destroy()));
  };

  return { request, close };
};

const logSurplus = (log: RequestLog, keys: number, { subgraph, context }: SubgraphCall): void =>
  log.warn({ requestId: context.requestId, subgraph, keys }, 'a subgraph answered more than it was asked: dropped');

const logFailure = (log: RequestLog, failure: SubgraphFailure, { subgraph, context }: SubgraphCall): void => {
  const { requestId } = context;
  if (failure instanceof AbandonedCall)
    log.info({ requestId, subgraph }, 'a subgraph call was given up: its client left');
  else log.warn({ requestId, subgraph, reason: failure.message }, 'a subgraph call failed');
};

// Only these: nothing that the client sent about itself reaches a subgraph.
const headersFor = (call: SubgraphCall, connection: Connection, traceparent: string): string[] => {
  const { subgraph, kind, context, body } = call;
  const { caller, requestId, acceptLanguage, deadline } = context;
  const assertion = caller.assertionFor(subgraph, connection.key);
  const accept = kind === 'subscription' ? 'text/event-stream' : 'application/graphql-response+json, application/json';
  const headers = ['content-type', 'application/json', 'accept', accept];
  headers.push('x-caller', assertion, 'x-request-id', requestId, 'traceparent', traceparent);
  headers.push('x-signature', connection.signatureOf({ method: 'POST', path: connection.path, assertion, body }));
  if (Number.isFinite(deadline)) headers.push('x-deadline-ms', String(Math.ceil(deadline - performance.now())));
  if (acceptLanguage !== undefined) headers.push('accept-language', acceptLanguage);
  return headers;
};
