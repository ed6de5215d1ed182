import { request } from 'undici';
import type { Metrics } from '../metrics/registry.ts';
import { otlpBody, type Span } from './span.ts';

/** Work that took as long is kept, as is what failed. */
export const slowMs = 1_000;

/** What was sent and what was given up, in spans. */
export interface SpanCounts {
  sent: number;
  dropped: number;
}

/** Takes the spans of a trace that is kept. */
export interface SpanExporter {
  add(spans: readonly Span[]): void;
  readonly counts: Readonly<SpanCounts>;
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface SpanExporterOptions {
  /** The collector, without `/v1/traces`. */
  url: string;
  service: string;
  log: { warn(details: object, message: string): void };
  everyMs?: number;
}

const EVERY_MS = 2_000;
const WITHIN_MS = 5_000;
/** Spans that wait at a time; a collector that is away costs traces, not memory. */
const MOST = 2_048;

/** Sends spans to a collector by OTLP/HTTP in JSON, every two seconds, never twice. */
export const createSpanExporter = ({ url, service, log, everyMs = EVERY_MS }: SpanExporterOptions): SpanExporter => {
  const target = `${url.replace(/\/+$/, '')}/v1/traces`;
  const counts: SpanCounts = { sent: 0, dropped: 0 };
  let waiting: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  let isAway = false;

  const send = async (spans: readonly Span[]): Promise<void> => {
    const answer = await request(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: otlpBody(service, spans),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    await answer.body.dump();
    if (answer.statusCode >= 300) throw new Error(`status ${answer.statusCode}`);
  };

  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const spans = waiting;
    waiting = [];
    try {
      await send(spans);
      counts.sent += spans.length;
      isAway = false;
    } catch (error) {
      counts.dropped += spans.length;
      if (!isAway) log.warn({ reason: String(error) }, 'traces could not be sent');
      isAway = true;
    }
  };

  const next = () => {
    sending = sending.then(flush);
    return sending;
  };
  const timer = setInterval(next, everyMs).unref();
  return {
    counts,
    add(spans) {
      if (waiting.length + spans.length > MOST) counts.dropped += spans.length;
      else waiting.push(...spans);
    },
    async stop() {
      clearInterval(timer);
      await next();
    },
  };
};

/** Opens the exporter to OTLP_URL; undefined where it is not set. */
export const openExporter = (
  url: string | undefined,
  options: Omit<SpanExporterOptions, 'url'>,
): SpanExporter | undefined => (url === undefined ? undefined : createSpanExporter({ url, ...options }));

/** Adds how many spans were sent, where any are. */
export const addSpanMetrics = (metrics: Metrics, exporter: SpanExporter | undefined): void =>
  metrics.reading({
    kind: 'counter',
    name: 'prakerja_trace_spans_total',
    help: 'Spans of kept traces that the collector took, and that it did not.',
    labels: { result: ['sent', 'dropped'] },
    read: () => [
      [exporter?.counts.sent ?? 0, 'sent'],
      [exporter?.counts.dropped ?? 0, 'dropped'],
    ],
  });
