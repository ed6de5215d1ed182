import type { IncomingMessage } from 'node:http';
import { RequestRefusal } from './errors.ts';
import type { GraphqlParams } from './execution.ts';
import { scanJson } from './json-scan.ts';
import { limits, tooLarge } from './limits.ts';
import { type BodyRules, readBody, unsupported } from './request-body.ts';

export interface ReadingRules extends BodyRules {
  /** Called with the length of the decoded body. */
  onBody(bytes: number): void;
}

export const allowedMethods = 'GET, HEAD, POST';

/** HEAD is answered as GET is, without the body. */
export const isGet = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

/**
 * Reads a request as "GraphQL over HTTP" has it: GET with a query string, or POST with a JSON body.
 * @throws RequestRefusal 400, 405, 408, 413 or 415
 */
export const readParams = (request: IncomingMessage, rules: ReadingRules): GraphqlParams | Promise<GraphqlParams> => {
  if (isGet(request.method)) return paramsOfUrl(request);
  if (request.method === 'POST') return paramsOfBody(request, rules);
  const message = 'Use GET or POST.';
  throw new RequestRefusal(405, { code: 'BAD_USER_INPUT', message }, { allow: allowedMethods });
};

const paramsOfUrl = ({ url = '', headers }: IncomingMessage): GraphqlParams => {
  // GHSA-9q82-xgwf-vj6h: a GET has no body, so a type of content is a trick or a mistake.
  if (headers['content-type'] !== undefined) checkType(headers['content-type']);
  const start = url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const jsonOf = (name: string) => {
    const text = search.get(name);
    return text === null || text === '' ? undefined : parseJson(text, `The parameter "${name}" is not JSON.`);
  };
  return toParams({
    query: search.get('query') ?? undefined,
    documentId: search.get('documentId') ?? undefined,
    operationName: search.get('operationName') ?? undefined,
    variables: jsonOf('variables'),
    extensions: jsonOf('extensions'),
  });
};

const paramsOfBody = async (request: IncomingMessage, rules: ReadingRules): Promise<GraphqlParams> => {
  checkType(request.headers['content-type']);
  const { text, bytes } = await readBody(request, rules);
  rules.onBody(bytes);
  if (text === '') throw badRequest('The request has no body.');
  const body = parseJson(text, 'The request body is not JSON.');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The request body must be a JSON object; batches are not accepted.');
  }
  return toParams(body);
};

/** JSON whatever its parameters say, but for a charset that is not UTF-8. */
const checkType = (contentType: string | undefined): void => {
  if (contentType === 'application/json') return;
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type === 'multipart/form-data')
    throw unsupported('Files are not taken: the content type must be application/json.');
  if (type !== 'application/json') throw unsupported('The content type must be application/json.');
  const charset = parameters.find((each) => /^charset\s*=/.test(each));
  if (charset === undefined || /^charset\s*=\s*(["']?)utf-?8\1$/.test(charset)) return;
  throw unsupported('JSON is sent as UTF-8: the content type must be application/json; charset=utf-8.');
};

/** @throws RequestRefusal 400 */
export const toParams = (given: Partial<Record<string, unknown>>): GraphqlParams => {
  const { query, documentId, operationName, variables, extensions } = given;
  if (!isMap(extensions ?? {})) throw badRequest('"extensions" must be an object.');
  const { hash, isAutomatic } = hashOf(documentId, (extensions ?? {}) as Record<string, unknown>);
  if (query !== undefined && query !== null && typeof query !== 'string') throw badRequest('"query" must be a string.');
  if (!query && hash === undefined) throw badRequest('"query" must be a string.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw badRequest('"operationName" must be a string.');
  }
  const values = variables ?? {};
  if (typeof values === 'string') throw badRequest('"variables" must be an object, not a string of JSON.');
  if (!isMap(values)) throw badRequest('"variables" must be an object.');
  return { query: query || undefined, hash, isAutomatic, operationName: operationName || undefined, variables: values };
};

/** From `documentId` (`sha256:` and the hash, or the hash alone), or as Apollo's clients send it: an automatic one. */
const hashOf = (documentId: unknown, { persistedQuery }: Record<string, unknown>) => {
  const given = documentId ?? undefined;
  if (given !== undefined) return { hash: sha256Of(given), isAutomatic: false };
  if (persistedQuery === undefined || persistedQuery === null) return { hash: undefined, isAutomatic: false };
  if (!isMap(persistedQuery)) throw badRequest('"persistedQuery" must be an object.');
  if (persistedQuery.version !== 1) throw badRequest('Only version 1 of persisted queries is known here.');
  return { hash: sha256Of(persistedQuery.sha256Hash), isAutomatic: true };
};

const sha256Of = (given: unknown): string => {
  const hash = typeof given === 'string' ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(given)?.[1] : undefined;
  if (hash === undefined) throw badRequest('A document is named by its SHA-256 in hex.');
  return hash.toLowerCase();
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
