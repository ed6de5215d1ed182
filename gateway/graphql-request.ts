import type { IncomingMessage } from 'node:http';
import { RequestRefusal } from './errors.ts';
import type { GraphqlParams } from './execution.ts';
import { scanJson } from './json-scan.ts';
import { limits, tooLarge } from './limits.ts';

/**
 * Reads a request as "GraphQL over HTTP" has it: GET with a query string, or POST with a JSON body.
 * @throws RequestRefusal 400, 405, 413 or 415
 */
export const readParams = (request: IncomingMessage, bodyBytes: number): GraphqlParams | Promise<GraphqlParams> => {
  if (request.method === 'GET') return paramsOfUrl(request);
  if (request.method === 'POST') return paramsOfBody(request, bodyBytes);
  const message = 'Use GET or POST.';
  throw new RequestRefusal(405, { code: 'BAD_USER_INPUT', message }, { allow: 'GET, POST' });
};

const paramsOfUrl = ({ url = '', headers }: IncomingMessage): GraphqlParams => {
  // GHSA-9q82-xgwf-vj6h: a GET has no body, so a type of content is a trick or a mistake.
  if (headers['content-type'] !== undefined && !isJson(headers['content-type'])) throw unsupportedType();
  const search = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const jsonOf = (name: string) => {
    const text = search.get(name);
    return text === null || text === '' ? undefined : parseJson(text, `The parameter "${name}" is not JSON.`);
  };
  return toParams({
    query: search.get('query') ?? undefined,
    documentId: search.get('documentId') ?? undefined,
    operationName: search.get('operationName') || undefined,
    variables: jsonOf('variables'),
    extensions: jsonOf('extensions'),
  });
};

const paramsOfBody = async (request: IncomingMessage, bodyBytes: number): Promise<GraphqlParams> => {
  if (!isJson(request.headers['content-type'])) throw unsupportedType();
  const body = parseJson(await readBody(request, bodyBytes), 'The request body is not JSON.');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The request body must be a JSON object; batches are not accepted.');
  }
  return toParams(body);
};

const isJson = (contentType: string | undefined) =>
  contentType === 'application/json' ||
  (contentType !== undefined && /^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(contentType));

const readBody = (request: IncomingMessage, bodyBytes: number): Promise<string> => {
  if (Number(request.headers['content-length']) > bodyBytes) throw tooLarge('bodyBytes', bodyBytes);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > bodyBytes) reject(tooLarge('bodyBytes', bodyBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve((chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString()));
    request.on('error', () => reject(badRequest('The request was not sent to its end.')));
  });
};

/** @throws RequestRefusal 400 */
export const toParams = (given: Partial<Record<string, unknown>>): GraphqlParams => {
  const { query, documentId, operationName, variables, extensions } = given;
  const hash = hashOf(documentId, extensions);
  if (query !== undefined && typeof query !== 'string') throw badRequest('"query" must be a string.');
  if (!query && hash === undefined) throw badRequest('"query" must be a string.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw badRequest('"operationName" must be a string.');
  }
  if (!isMap(extensions ?? {})) throw badRequest('"extensions" must be an object.');
  const values = variables ?? {};
  if (!isMap(values)) throw badRequest('"variables" must be an object.');
  return { query: query || undefined, hash, operationName: operationName ?? undefined, variables: values };
};

/** From `documentId` (`sha256:` and the hash, or the hash alone) or as Apollo's clients send it. */
const hashOf = (documentId: unknown, extensions: unknown): string | undefined => {
  const { persistedQuery } = (isMap(extensions ?? {}) ? (extensions ?? {}) : {}) as Record<string, unknown>;
  const given = documentId ?? (persistedQuery as Record<string, unknown> | null | undefined)?.sha256Hash;
  if (given === undefined || given === null) return undefined;
  const hash = typeof given === 'string' ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(given)?.[1] : undefined;
  if (hash === undefined) throw badRequest('A document is named by its SHA-256 in hex.');
  return hash.toLowerCase();
};

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && !Array.isArray(value);

const parseJson = (text: string, message: string): unknown => {
  checkSize(text);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(message);
  }
};

/** @throws RequestRefusal 400 or 413, for what JSON would take long to parse */
export const checkSize = (text: string): void => {
  const { bodyDepth: depth, bodyValues: values } = limits;
  // What is shorter than the depth is within both.
  const excess = text.length > depth ? scanJson(text, { depth, values }) : undefined;
  if (excess === 'depth') throw badRequest(`The request is nested deeper than ${depth} levels.`);
  if (excess === 'values') throw tooLarge('bodyValues');
};

const badRequest = (message: string) => new RequestRefusal(400, { code: 'BAD_USER_INPUT', message });
const unsupportedType = () =>
  new RequestRefusal(415, { code: 'BAD_USER_INPUT', message: 'The content type must be application/json.' });
