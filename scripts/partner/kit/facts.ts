import type { IncomingHttpHeaders } from 'node:http';
import { type Language, languageOf } from '../../../subgraphs/kit/language.ts';
import type { Caller } from './caller.ts';
import { limits } from './limits.ts';

/** What is known of a request: the context of its resolvers. */
export interface RequestFacts {
  readonly caller: Caller;
  /** The same through all services: to be written in each log line. */
  readonly requestId: string;
  readonly language: Language;
  /** Aborted when nobody waits any more: hand it to what takes long. */
  readonly signal: AbortSignal;
  /** By the clock of `performance`. */
  readonly deadlineMs: number;
}

const deadlinePattern = /^\d{1,6}$/;
const idPattern = /^[\w.:-]{1,128}$/;

/** Milliseconds that the gateway waits (`x-deadline-ms`). */
const timeLeftOf = ({ 'x-deadline-ms': given }: IncomingHttpHeaders): number =>
  typeof given === 'string' && deadlinePattern.test(given) ? Number(given) : limits.defaultMs;

/** Whether it is a subscription, which lasts until one side ends it. */
export const acceptsEvents = ({ accept }: IncomingHttpHeaders): boolean => accept === 'text/event-stream';

export const requestIdOf = ({ 'x-request-id': given }: IncomingHttpHeaders): string =>
  typeof given === 'string' && idPattern.test(given) ? given : 'unknown';

export const factsOf = (
  headers: IncomingHttpHeaders,
  { caller, left }: { caller: Caller; left: AbortSignal },
): RequestFacts => {
  const isStream = acceptsEvents(headers);
  const timeLeftMs = isStream ? Number.POSITIVE_INFINITY : timeLeftOf(headers);
  return {
    caller,
    requestId: requestIdOf(headers),
    language: languageOf(headers['accept-language']),
    signal: isStream ? left : AbortSignal.any([left, AbortSignal.timeout(timeLeftMs)]),
    deadlineMs: performance.now() + timeLeftMs,
  };
};
