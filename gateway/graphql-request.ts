import type { IncomingMessage } from 'node:http';
import type { Text } from '../subgraphs/kit/language.ts';
import { RequestRefusal } from './errors.ts';
import type { GraphqlParams } from './execution.ts';
import { scanJson } from './json-scan.ts';
import { limits, tooLarge } from './limits.ts';
import { type BodyRules, readBody, unsupported } from './request-body.ts';
import { depthText, objectText, parameterText, stringText, requestTexts as texts } from './request-text.ts';
import { isDocumentId } from './trusted-documents.ts';

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
  throw new RequestRefusal(405, { code: 'BAD_USER_INPUT', text: texts.method }, { allow: allowedMethods });
};

const paramsOfUrl = ({ url = '', headers }: IncomingMessage): GraphqlParams => {
  // GHSA-9q82-xgwf-vj6h: a GET has no body, so a type of content is a trick or a mistake.
  if (headers['content-type'] !== undefined) checkType(headers['content-type']);
  const start = url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const jsonOf = (name: string) => {
    const text = search.get(name);
    return text === null || text === '' ? undefined : parseJson(text, parameterText(name));
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
  if (text === '') throw badRequest(texts.empty);
  const body = parseJson(text, texts.notJson);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest(texts.notObject);
  }
  return toParams(body);
};

/** JSON whatever its parameters say, but for a charset that is not UTF-8. */
const checkType = (contentType: string | undefined): void => {
  if (contentType === 'application/json') return;
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type === 'multipart/form-data') throw unsupported(texts.noFiles);
  if (type !== 'application/json') throw unsupported(texts.contentType);
  const charset = parameters.find((each) => /^charset\s*=/.test(each));
  if (charset === undefined || /^charset\s*=\s*(["']?)utf-?8\1$/.test(charset)) return;
  throw unsupported(texts.charset);
};

/** @throws RequestRefusal 400 */
export const toParams = (given: Partial<Record<string, unknown>>): GraphqlParams => {
  const { query, documentId, operationName, variables, extensions } = given;
  if (!isMap(extensions ?? {})) throw badRequest(objectText('extensions'));
  const { hash, id, isAutomatic } = namesOf(documentId, (extensions ?? {}) as Record<string, unknown>);
  if (query !== undefined && query !== null && typeof query !== 'string') throw badRequest(stringText('query'));
  if (!query && hash === undefined && id === undefined) throw badRequest(stringText('query'));
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw badRequest(stringText('operationName'));
  }
  const values = variables ?? {};
  if (typeof values === 'string') throw badRequest(texts.variablesAsText);
  if (!isMap(values)) throw badRequest(objectText('variables'));
  const document = { query: query || undefined, hash, id, isAutomatic };
  return { ...document, operationName: operationName || undefined, variables: values };
};

/** What names a document beside its text. */
type DocumentNames = Pick<GraphqlParams, 'hash' | 'id' | 'isAutomatic'>;

/**
 * Reads the hash from `documentId` (`sha256:` and the hash, or the hash alone), or the automatic one of Apollo's
 * clients; or the id, which has no colon.
 */
const namesOf = (documentId: unknown, { persistedQuery }: Record<string, unknown>): DocumentNames => {
  const given = documentId ?? undefined;
  if (typeof given === 'string' && isDocumentId(given)) return { hash: undefined, id: given, isAutomatic: false };
  if (given !== undefined) return { hash: sha256Of(given), isAutomatic: false };
  if (persistedQuery === undefined || persistedQuery === null) return { hash: undefined, isAutomatic: false };
  if (!isMap(persistedQuery)) throw badRequest(objectText('persistedQuery'));
  if (persistedQuery.version !== 1) throw badRequest(texts.version);
  return { hash: sha256Of(persistedQuery.sha256Hash), isAutomatic: true };
};

const sha256Of = (given: unknown): string => {
  const hash = typeof given === 'string' ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(given)?.[1] : undefined;
  if (hash === undefined) throw badRequest(texts.hash);
  return hash.toLowerCase();
};

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string, otherwise: Text): unknown => {
  checkSize(text);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(otherwise);
  }
};

/** @throws RequestRefusal 400 or 413, for what JSON would take long to parse */
export const checkSize = (text: string): void => {
  const { bodyDepth: depth, bodyValues: values } = limits;
  // What is shorter than the depth is within both.
  const excess = text.length > depth ? scanJson(text, { depth, values }) : undefined;
  if (excess === 'depth') throw badRequest(depthText(depth));
  if (excess === 'values') throw tooLarge('bodyValues');
};

const badRequest = (text: Text) => new RequestRefusal(400, { code: 'BAD_USER_INPUT', text });
