import type { FastifyRequest } from 'fastify';
import { requestIdOf } from './request.ts';
import { type SpanExporter, slowMs } from './tracing/exporter.ts';
import { traceFromInside } from './tracing/trace-context.ts';

interface EndedRequest {
  /** By the clock of `performance`. */
  startedAt: number;
  durationMs: number;
  outcome: 'ok' | 'refused' | 'failed' | 'ended';
  statements: number;
}

/** Keeps the span of a request of the gateway, or of an event, that is part of a kept trace, or slow, or failed. */
export const keepSpan = (exporter: SpanExporter, request: FastifyRequest, ended: EndedRequest): void => {
  const trace = traceFromInside(request.headers.traceparent);
  if (!trace) return;
  const { startedAt, durationMs, outcome, statements } = ended;
  const isFailed = outcome === 'failed' || outcome === 'ended';
  if (!(trace.isSampled || isFailed || durationMs >= slowMs)) return;
  const route = request.routeOptions.url ?? 'unknown';
  const requestId = requestIdOf(request.headers['x-request-id']);
  exporter.add([
    {
      ...trace,
      name: `${request.method} ${route}`,
      kind: 'server',
      startedAt,
      durationMs,
      isFailed,
      attributes: {
        'prakerja.request_id': requestId,
        'prakerja.outcome': outcome,
        'prakerja.statements': statements,
        'http.route': route,
      },
    },
  ]);
};
