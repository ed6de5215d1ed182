import type { RequestRefusal } from './errors.ts';
import { FatalOperation } from './planner/unplanned-operation.ts';

/**
 * Points for what is refused, dearer where it took more of the gateway: a point is at most two microseconds of a core, so a network
 * that sends nothing else is stopped (429) within half a second of work.
 */
export const refusalPrices = {
  refusal: 250,
  /** A token whose signature had to be checked. */
  token: 500,
  /** A hash that a client tries before it sends the text, as all clients with persisted queries do. */
  unknownHash: 20,
  /** Beside that of a refusal, for a document that had to be parsed. */
  document: 250,
  /** A document over which the planner ended twice: starting it again takes a tenth of a second and more, each time. */
  planner: 50_000,
} as const;

const charactersPerPoint = 8;
/** Larger bodies cost points whatever they say: reading and parsing them takes time. */
const freeBytes = 4096;
const bytesPerPoint = 128;

export const pointsOfBody = (bytes: number): number => Math.max(0, Math.floor((bytes - freeBytes) / bytesPerPoint));

export const pointsOfDocument = (source: string): number =>
  refusalPrices.document + Math.floor(source.length / charactersPerPoint);

/** Points for the description of a plan, whatever the operation costs: planning takes the longer, the longer its document. */
export const pointsOfDryRun = (source: string): number => 20 + Math.floor(source.length / charactersPerPoint);

/** Points for a failure beside the price of the operation. */
export const pointsOfFailure = (error: unknown): number => {
  if (!(error instanceof FatalOperation)) return 0;
  return error.isKnown ? refusalPrices.refusal : refusalPrices.planner;
};

/** Nothing for what the caller cannot help, and for what the budget itself refused. */
export const pointsOfRefusal = ({ status, code }: RequestRefusal): number => {
  if (status >= 500 || code === 'RATE_LIMITED' || code === 'BUDGET_SPENT') return 0;
  return code === 'PERSISTED_QUERY_NOT_FOUND' ? refusalPrices.unknownHash : refusalPrices.refusal;
};
