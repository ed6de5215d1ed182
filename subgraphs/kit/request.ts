import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './caller.ts';
import { uuidv7 } from './ids.ts';
import { type Language, languageOf } from './language.ts';

/** Facts of a request that a subgraph knows before it reads the query. */
export interface RequestFacts {
  caller: Caller;
  /** Id of the request, the same in gateway, subgraphs, events and logs. */
  requestId: string;
  language: Language;
}

const requestId = /^[A-Za-z0-9-]{8,64}$/;

/** The id that came with the request, or a new one where it is missing or malformed. */
export const requestIdOf = (header: unknown): string =>
  typeof header === 'string' && requestId.test(header) ? header : uuidv7();

/** Verifies who is calling and reads the rest of the headers. */
export const factsOf = async (
  headers: IncomingHttpHeaders,
  verify: (assertion: unknown) => Promise<Caller>,
): Promise<RequestFacts> => ({
  caller: await verify(headers['x-caller']),
  requestId: requestIdOf(headers['x-request-id']),
  language: languageOf(headers['accept-language']),
});
