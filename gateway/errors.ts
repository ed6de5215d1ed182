import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { type Language, languageOf, type Text } from '../subgraphs/kit/language.ts';
import { publicText, withOneEcho } from './error-text.ts';
import { UnplannedOperation } from './planner/unplanned-operation.ts';

/** The stable `extensions.code` values of this API. */
export const errorCodes = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'QUERY_TOO_LARGE',
  'DOCUMENT_UNKNOWN',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'BUDGET_SPENT',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'OVERLOADED',
  'PLAN_IMPOSSIBLE',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error as the client sees it. */
export interface PublicError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions: { code: string; [name: string]: unknown };
}

/** An error before its language is chosen, which is done where it leaves the gateway. */
export interface StatedError extends Omit<PublicError, 'message'> {
  text: Text;
}

/** Returns a text that is the same in both languages: words of others, or words that programs read. */
export const untranslated = (message: string): Text => ({ en: message, id: message });

export const inLanguage = ({ text, ...rest }: StatedError, language: Language): PublicError => ({
  message: publicText(text[language]),
  ...rest,
});

/** Errors in the language of a request, by its Accept-Language. */
export const inLanguageOf = (
  errors: readonly StatedError[],
  { acceptLanguage }: { acceptLanguage: string | undefined },
): PublicError[] => {
  const language = languageOf(acceptLanguage);
  return errors.map((error) => inLanguage(error, language));
};

export interface ErrorLog {
  error(details: object, message: string): void;
}

/** A request that cannot be executed: the answer is `status` and one GraphQL error, without data. */
export class RequestRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly text: Text;
  readonly extensions: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    error: { code: ErrorCode; text: Text; extensions?: Record<string, unknown> },
    headers: Record<string, string> = {},
  ) {
    // Where it was thrown is of no use to anybody, and takes most of the time of a refusal.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(error.text.en);
    Error.stackTraceLimit = stackTraceLimit;
    this.status = status;
    this.code = error.code;
    this.text = error.text;
    this.extensions = error.extensions ?? {};
    this.headers = headers;
  }

  toStated(): StatedError {
    return { text: this.text, extensions: { code: this.code, ...this.extensions } };
  }
}

const maximumLocations = 10;

/** Codes whose message a subgraph may show to the client. */
const passing = new Set([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'IDENTITY_QUOTA_REACHED',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'OVERLOADED',
]);
const inputPattern = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const notMeant = new Set(['INTERNAL_SERVER_ERROR', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
// A code of its own, like REGION_UNKNOWN, passes where it names the wrong argument: any other may be a bug's text.
const isMeant = (code: string, { argument }: Record<string, unknown>) =>
  passing.has(code) || (typeof argument === 'string' && inputPattern.test(code) && !notMeant.has(code));
const errorIdPattern = /^[A-Za-z0-9-]{8,64}$/;

/** Marks an error that the gateway itself wrote, so its message is safe to show. */
export const gatewayError = (
  code: ErrorCode,
  text: Text,
  {
    path,
    ...extensions
  }: { path?: readonly (string | number)[]; subgraph?: string; retryAfterSeconds?: number | undefined } = {},
) => {
  // A page of rows may be refused: as with RequestRefusal, nobody reads where that was.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new GraphQLError(text.en, { path, extensions: { ...extensions, code, [written]: text } });
  Error.stackTraceLimit = stackTraceLimit;
  return error;
};

const written = Symbol('written by the gateway');

/**
 * What the client may see of `error`: known codes with their message, everything else masked under an id that is
 * in the log. A subgraph's own mask keeps its id, so that one id finds the cause in the subgraph's log.
 */
export const toStatedError = (error: unknown, log: ErrorLog): StatedError => {
  if (error instanceof RequestRefusal) return error.toStated();
  if (!(error instanceof Error)) return masked(error, log);
  const isUnplanned =
    error instanceof UnplannedOperation || (error as Partial<GraphQLError>).originalError instanceof UnplannedOperation;
  if (isUnplanned) return masked(error, log, unplanned);
  const { path, extensions } = error as Partial<GraphQLError> & Error;
  const code = extensions?.code;
  if (!extensions || typeof code !== 'string') return masked(error, log);
  const own = (extensions as { [written]?: Text })[written];
  if (!(own || isMeant(code, extensions))) return masked(error, log);
  const shown: PublicError['extensions'] = { code };
  for (const name of ['subgraph', 'argument'] as const) {
    if (typeof extensions[name] === 'string') shown[name] = publicText(extensions[name]);
  }
  const { retryAfterSeconds } = extensions;
  if (code === 'OVERLOADED' && isSeconds(retryAfterSeconds)) shown.retryAfterSeconds = retryAfterSeconds;
  return { text: own ?? untranslated(error.message), ...(path ? { path } : {}), extensions: shown };
};

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 3_600;

/**
 * Returns an error of parsing, validation or limits with its locations: the gateway wrote it, so it is safe to show.
 */
export const toDocumentError = (error: GraphQLError, code: ErrorCode, message = error.message): StatedError => {
  const locations = error.locations?.slice(0, maximumLocations);
  const words = code === 'GRAPHQL_PARSE_FAILED' ? withOneEcho(message) : message;
  return { text: untranslated(words), ...(locations ? { locations } : {}), extensions: { code } };
};

interface Mask {
  code: ErrorCode;
  text: Text;
}

const internal: Mask = {
  code: 'INTERNAL_SERVER_ERROR',
  text: { en: 'Internal server error.', id: 'Terjadi kesalahan di server.' },
};

const unplanned: Mask = {
  code: 'PLAN_IMPOSSIBLE',
  text: {
    en: 'The gateway finds no way to answer this operation as it is written. Ask for its parts in several operations.',
    id: 'Gateway tidak menemukan cara untuk menjawab operasi ini seperti yang ditulis. Mintalah bagian-bagiannya dalam beberapa operasi.',
  },
};

const masked = (error: unknown, log: ErrorLog, { code, text }: Mask = internal): StatedError => {
  const { path, extensions } = (error ?? {}) as Partial<GraphQLError>;
  const given = extensions?.errorId;
  const errorId = typeof given === 'string' && errorIdPattern.test(given) ? given : randomUUID();
  log.error({ errorId, path, err: error }, 'an error was masked');
  return {
    text,
    ...(path ? { path } : {}),
    extensions: { code, errorId },
  };
};
