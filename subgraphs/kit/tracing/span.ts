/** Values that our own code chose, or that are masked: never a value of a request's variables. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A piece of work in a trace. */
export interface Span {
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  name: string;
  kind: 'server' | 'client';
  /** By the clock of `performance`, in milliseconds. */
  startedAt: number;
  durationMs: number;
  attributes: Attributes;
  isFailed: boolean;
}

// OpenTelemetry's numbers: SPAN_KIND_SERVER and SPAN_KIND_CLIENT, STATUS_CODE_UNSET and STATUS_CODE_ERROR.
const kinds = { server: 2, client: 3 } as const;
const statuses = { unset: 0, error: 2 } as const;

const nanoseconds = (milliseconds: number): string =>
  String(BigInt(Math.round((performance.timeOrigin + milliseconds) * 1_000)) * 1_000n);

const otlpValue = (value: string | number | boolean) => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
};

const attributesOf = (attributes: Attributes) =>
  Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: otlpValue(value) }]));

const toOtlp = (span: Span) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentId !== undefined && { parentSpanId: span.parentId }),
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: nanoseconds(span.startedAt),
  endTimeUnixNano: nanoseconds(span.startedAt + span.durationMs),
  attributes: attributesOf(span.attributes),
  status: { code: span.isFailed ? statuses.error : statuses.unset },
});

/** The body of an OTLP/HTTP request in JSON (OTLP 1.0, ExportTraceServiceRequest). */
export const otlpBody = (service: string, spans: readonly Span[]): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': service, 'service.namespace': 'prakerja' }) },
        scopeSpans: [{ scope: { name: 'prakerja' }, spans: spans.map(toOtlp) }],
      },
    ],
  });
