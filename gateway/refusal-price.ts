import type { RequestRefusal } from './errors.ts';

/**
 * Points for what is refused, dearer where it took more of the gateway: a point is about a microsecond of a core, so an address
 * that sends nothing else is stopped (429) within a fraction of a second of work.
 */
export const refusalPrices = {
  refusal: 100,
  /** A token whose signature had to be checked. */
  token: 200,
  /** A hash that a client tries before it sends the text, as all clients with persisted queries do. */
  unknownHash: 10,
  /** A document that had to be parsed, and for each of so many characters one more. */
  document: 100,
  charactersPerPoint: 16,
} as const;

/** Bytes of a body that cost a point: reading and parsing them takes time, whatever they say. */
const bytesPerPoint = 512;

export const pointsOfBody = (bytes: number): number => Math.floor(bytes / bytesPerPoint);

export const pointsOfDocument = (source: string): number =>
  refusalPrices.document + Math.floor(source.length / refusalPrices.charactersPerPoint);

/** Nothing for what the caller cannot help, and for what the budget itself refused. */
export const pointsOfRefusal = ({ status, code }: RequestRefusal): number => {
  if (status >= 500 || code === 'RATE_LIMITED') return 0;
  return code === 'PERSISTED_QUERY_NOT_FOUND' ? refusalPrices.unknownHash : refusalPrices.refusal;
};
