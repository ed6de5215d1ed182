import { randomBytes } from 'node:crypto';

/** The place of a piece of work in a trace (W3C Trace Context); ids are lower-case hex. */
export interface TraceContext {
  traceId: string;
  /** The span that asked for it. */
  parentId: string | undefined;
  /** The id of its own span. */
  spanId: string;
  /** One trace in a hundred is kept whatever becomes of it. */
  isSampled: boolean;
}

// Later versions may add fields behind these.
const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Ids are written down everywhere: nothing that could be a NIK or the number of a family card is taken for one. */
const sixteenDigits = /\d{16}/;
const longestHeader = 256;
const oneIn = 100;

/** Half of a span's id is that of its process, with a letter in it; the other half is counted. */
const ofProcess = `a${randomBytes(4).toString('hex').slice(1)}`;
let spans = 0;

export const newSpanId = (): string => {
  spans = (spans + 1) % 2 ** 32;
  return `${ofProcess}${spans.toString(16).padStart(8, '0')}`;
};

const newTraceId = (): string => {
  const id = randomBytes(16).toString('hex');
  return sixteenDigits.test(id) ? newTraceId() : id;
};

/** A request's id without its hyphens, so that either finds the other; a new one where that is no UUID. */
const traceIdOf = (requestId: string): string => {
  const id = uuid.test(requestId) ? requestId.replaceAll('-', '') : '';
  return id === '' || sixteenDigits.test(id) ? newTraceId() : id;
};

const isChosen = (traceId: string) => Number.parseInt(traceId.slice(-8), 16) % oneIn === 0;

/** Reads a traceparent header; undefined when it is malformed, or could be a number of somebody. */
const parse = (header: unknown) => {
  if (typeof header !== 'string' || header.length > longestHeader) return undefined;
  const [, traceId, parentId, flags] = traceparent.exec(header) ?? [];
  if (!(traceId && parentId && flags) || sixteenDigits.test(traceId) || sixteenDigits.test(parentId)) return undefined;
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

/**
 * The place of a request from outside. It may stand in its client's trace; whether that is kept, we decide: a client
 * could otherwise have all of its own kept.
 */
export const traceFromOutside = (header: unknown, requestId: string): TraceContext => {
  const given = parse(header);
  const traceId = given?.traceId ?? traceIdOf(requestId);
  const isSampled = given ? Math.random() * oneIn < 1 : isChosen(traceId);
  return { traceId, parentId: given?.parentId, spanId: newSpanId(), isSampled };
};

/** The place of a request of our own services, undefined without one. */
export const traceFromInside = (header: unknown): TraceContext | undefined => {
  const given = parse(header);
  return given && { ...given, spanId: newSpanId() };
};

/** The header for what the span `spanId` asks of others. */
export const traceparentOf = (
  { traceId, isSampled }: Pick<TraceContext, 'traceId' | 'isSampled'>,
  spanId: string,
): string => `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;

/** The header of an event: the trace of the request in whose course it was published. */
export const traceparentOfRequest = (requestId: string): string => {
  const traceId = traceIdOf(requestId);
  return traceparentOf({ traceId, isSampled: isChosen(traceId) }, newSpanId());
};
