import { slowMs } from '../subgraphs/kit/tracing/exporter.ts';
import type { Span } from '../subgraphs/kit/tracing/span.ts';
import { masked } from './access-line.ts';
import type { RequestRecord } from './record.ts';

const ours = new Set(['INTERNAL_SERVER_ERROR', 'PLAN_IMPOSSIBLE', 'SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT']);

/** Whether something failed that is no client's fault. */
export const hasFailed = ({ outcome, errors, calls }: RequestRecord) =>
  outcome === 'failed' ||
  errors.some(({ code }) => ours.has(code)) ||
  calls.some(({ failure }) => failure !== undefined);

const isSlow = ({ operation, durationMs }: RequestRecord) => durationMs >= slowMs && operation?.kind !== 'subscription';

/** A trace is kept when it was slow, failed, or is one in a hundred. */
export const isKept = (record: RequestRecord): boolean => record.trace.isSampled || isSlow(record) || hasFailed(record);

/** The span of a request, and one for each call of a subgraph. */
export const spansOf = (record: RequestRecord): Span[] => {
  const { trace, operation, calls, startedAt } = record;
  const name = masked(operation?.name);
  const own: Span = {
    ...trace,
    name: operation ? `${operation.kind} ${name ?? ''}`.trimEnd() : 'request',
    kind: 'server',
    startedAt,
    durationMs: record.durationMs,
    isFailed: hasFailed(record),
    attributes: {
      'prakerja.request_id': record.requestId,
      'prakerja.client': record.client,
      'prakerja.organization': record.organization,
      'prakerja.outcome': record.outcome,
      'prakerja.refusal': record.refusal,
      'prakerja.points': record.points,
      'prakerja.overhead_ms': record.overheadMs,
      'prakerja.plans_made': record.plans.made,
      'graphql.operation.type': operation?.kind,
      'graphql.operation.name': name,
    },
  };
  const ofCalls = calls.map(
    ({ subgraph, spanId, startMs, durationMs, statements, failure }): Span => ({
      traceId: trace.traceId,
      spanId,
      parentId: trace.spanId,
      name: `subgraph ${subgraph}`,
      kind: 'client',
      startedAt: startedAt + startMs,
      durationMs,
      isFailed: failure !== undefined,
      attributes: {
        'prakerja.subgraph': subgraph,
        'prakerja.failure': failure,
        'prakerja.statements': statements ?? undefined,
      },
    }),
  );
  return [own, ...ofCalls];
};
