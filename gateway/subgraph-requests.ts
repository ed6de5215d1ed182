import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Breaker, CallEnd } from './breaker.ts';
import { sealPersons } from './partner/person-fields.ts';
import type { PersonIds } from './partner/person-ids.ts';
import type { CallFailure } from './record.ts';
import { sentDataIn } from './sent/sent-data.ts';
import type { SentCall, SentLog } from './sent/sent-log.ts';
import { readSubgraphResult } from './subgraph-answer.ts';
import type { Answer, SubgraphCall, SubgraphRequest, SubgraphResult } from './subgraph-call.ts';
import { type Connection, connect, type SubgraphTarget } from './subgraph-connection.ts';
import { exchange } from './subgraph-exchange.ts';
import { AbandonedCall, failureResult, SilentSubgraph, SubgraphFailure } from './subgraph-failure.ts';
import { openStream } from './subgraph-stream.ts';

interface RequestLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** The connection to a subgraph that is not our own; undefined where there is none. */
type ConnectionOf = (subgraph: string) => Connection | undefined;

export interface SubgraphRequestOptions {
  subgraphs: Readonly<Record<string, SubgraphTarget>>;
  timeoutMs: number;
  /** Time after which a stream ends on which nothing came. */
  silenceMs: number;
  /** The largest answer, or event of a subscription. */
  maximumBytes: number;
  /** The log of what partners are sent of people; none without a database. */
  sent?: Pick<SentLog, 'record'> | undefined;
  log: RequestLog;
}

/** Size in bytes of an answer beyond which other requests get a turn between its reading and its joining. */
const longAnswer = 128 * 1024;

/**
 * Calls subgraphs over kept connections. Two equal calls in flight are two calls, unless one run of a plan makes both:
 * callers differ, and an answer shared between them would show one caller the other's data.
 */
export const createSubgraphRequests = (options: SubgraphRequestOptions) => {
  const { subgraphs, timeoutMs, silenceMs, maximumBytes, sent, log } = options;
  const targets = Object.entries(subgraphs);
  const connections = new Map(targets.map(([name, target]) => [name, connect(name, { ...target, silenceMs })]));

  /** Subgraphs of our own are never asked elsewhere, whatever a supergraph names. */
  const requestOver =
    (partnerOf: ConnectionOf): SubgraphRequest =>
    async (asked) => {
      const { subgraph, context } = asked;
      const connection = connections.get(subgraph) ?? partnerOf(subgraph);
      const call = connection?.personIds ? sealed(asked, connection.personIds) : asked;
      const { body } = call;
      const known = call.answers?.get(keyOf(call));
      const open = known === undefined ? context.record.startCall(subgraph) : undefined;
      let statements: string | undefined;
      let reason: CallFailure | undefined;
      let endCall: ReturnType<Breaker['begin']> | undefined;
      let isShort = false;
      let ending: CallEnd = 'answered';
      try {
        if (context.departure.hasLeft) throw new AbandonedCall();
        if (connection === undefined) throw new SubgraphFailure('unavailable', 'no address is configured');
        const now = performance.now();
        const wholeMs = connection.timeoutMs ?? timeoutMs;
        const remainingMs = Math.min(wholeMs, context.deadline - now);
        if (remainingMs <= 0) throw new SubgraphFailure('timeout', 'the request had no time left');
        // Before the breaker: what cannot be written down is no fault of the subgraph's.
        if (known === undefined && sent && connection.personIds) await sent.record(sentBy(asked));
        if (known === undefined) endCall = connection.breaker.begin();
        isShort = remainingMs < wholeMs;
        const until = call.kind === 'subscription' ? Number.POSITIVE_INFINITY : now + remainingMs;
        const headersOf = () => headersFor(call, { connection, traceparent: open?.traceparent, until });
        const common = { headersOf, body, timeoutMs: remainingMs, maximumBytes, departure: context.departure };
        const onFailure = (failure: SubgraphFailure) => logFailure(log, failure, call);
        if (call.kind === 'subscription') return await openStream({ ...common, connection, call, onFailure });
        // A mutation that the subgraph has is not undone by cutting it off: it would only be in doubt what became of it.
        const exchanging = { ...common, isRepeatable: call.kind === 'query', isFinal: call.kind === 'mutation' };
        const answer = await (known ?? remember(call, exchange(connection, exchanging)));
        statements = answer.statements;
        const result = readSubgraphResult(answer, call);
        if (result.surplus || result.excess) logSurplus(log, result, call);
        if (result.foreign) logForeign(log, result.foreign, call);
        if (answer.body.length > longAnswer) await nextTurn();
        return result;
      } catch (error) {
        const failure = error instanceof SubgraphFailure ? error : new SubgraphFailure('unavailable', String(error));
        reason = failure instanceof AbandonedCall ? 'abandoned' : failure.kind;
        ending = endingOf(failure, isShort);
        logFailure(log, failure, call);
        return failureResult(failure, call);
      } finally {
        open?.end(statements, reason);
        endCall?.(ending);
      }
    };

  const close = async () => {
    const pools = [...connections.values()].flatMap(({ pool, streams }) => [pool, streams]);
    await Promise.all(pools.map((pool) => pool.destroy()));
  };

  return { request: requestOver(() => undefined), requestOver, close };
};

/** @param isShort it had less time than calls have: that it did not suffice says nothing about the subgraph */
const endingOf = (failure: SubgraphFailure, isShort: boolean): CallEnd => {
  const isTimeout = failure.kind === 'timeout';
  if (failure instanceof AbandonedCall || (isTimeout && isShort)) return 'left';
  if (failure instanceof SilentSubgraph) return 'silent';
  return failure.kind === 'overloaded' ? 'answered' : 'bad';
};

const sentBy = ({ subgraph, counts, body, context: { requestId } }: SubgraphCall): SentCall => {
  const names = Object.keys(counts);
  const variables = names.length === 0 ? {} : (JSON.parse(body) as { variables: Record<string, unknown> }).variables;
  return { subgraph, requestId, data: names.flatMap((name) => sentDataIn(variables[name])) };
};

/** The call as a partner is sent it: people in representations under the ids that it knows them by. */
const sealed = (call: SubgraphCall, personIds: PersonIds): SubgraphCall => {
  const variables = Object.keys(call.counts);
  if (variables.length === 0) return { ...call, personIds };
  const body = JSON.parse(call.body) as { variables: Record<string, unknown> };
  for (const name of variables) sealPersons(body.variables[name], { schema: call.fetch.schema, ids: personIds });
  return { ...call, body: JSON.stringify(body), personIds };
};

const keyOf = ({ subgraph, body }: SubgraphCall): string => `${subgraph} ${body}`;

const remember = (call: SubgraphCall, answer: Promise<Answer>): Promise<Answer> => {
  if (call.kind === 'query') call.answers?.set(keyOf(call), answer);
  return answer;
};

/** `keys` that nobody asked for, `items` beyond the length of a list that was asked for. */
const logSurplus = (log: RequestLog, { surplus: keys, excess: items }: SubgraphResult, call: SubgraphCall): void => {
  const { subgraph, context } = call;
  const details = { requestId: context.requestId, subgraph, keys, ...(items && { items }) };
  log.warn(details, 'a subgraph answered more than it was asked: dropped');
};

const logForeign = (log: RequestLog, ids: number, { subgraph, context: { requestId } }: SubgraphCall): void =>
  log.warn({ requestId, subgraph, ids }, 'a subgraph answered ids of people that were not made for it: null');

const logFailure = (log: RequestLog, failure: SubgraphFailure, { subgraph, context }: SubgraphCall): void => {
  const { requestId } = context;
  if (failure instanceof AbandonedCall)
    log.info({ requestId, subgraph }, 'a subgraph call was given up: its client left');
  else log.warn({ requestId, subgraph, reason: failure.message }, 'a subgraph call failed');
};

interface SendingFacts {
  connection: Connection;
  traceparent: string | undefined;
  /** When nobody waits for the answer any more, by the clock of `performance`. */
  until: number;
}

// Only these: nothing that the client sent about itself reaches a subgraph.
const headersFor = (call: SubgraphCall, { connection, traceparent, until }: SendingFacts): string[] => {
  const { kind, context } = call;
  const { requestId, acceptLanguage } = context;
  const accept = kind === 'subscription' ? 'text/event-stream' : 'application/graphql-response+json, application/json';
  const headers = ['content-type', 'application/json', 'accept', accept];
  headers.push('x-request-id', requestId, ...connection.identityOf(call));
  if (traceparent !== undefined) headers.push('traceparent', traceparent);
  if (Number.isFinite(until)) headers.push('x-deadline-ms', String(Math.ceil(until - performance.now())));
  if (acceptLanguage !== undefined) headers.push('accept-language', acceptLanguage);
  return headers;
};
