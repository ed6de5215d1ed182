import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';

/** The stable `extensions.code` values of this API. */
export type ErrorCode =
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'QUERY_TOO_LARGE'
  | 'DOCUMENT_UNKNOWN'
  | 'RATE_LIMITED'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBGRAPH_TIMEOUT'
  | 'OVERLOADED'
  | 'INTERNAL_SERVER_ERROR';

/** An error as the client sees it. */
export interface PublicError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions: { code: string; [name: string]: unknown };
}

export interface ErrorLog {
  error(details: object, message: string): void;
}

/** The request cannot be executed: answered with `status` and one GraphQL error, no data. */
export class RequestRefusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly extensions: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    error: { code: ErrorCode; message: string; extensions?: Record<string, unknown> },
    headers: Record<string, string> = {},
  ) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.extensions = error.extensions ?? {};
    this.headers = headers;
  }

  toPublic(): PublicError {
    return { message: withoutNumbers(this.message), extensions: { code: this.code, ...this.extensions } };
  }
}

/** Codes whose message a subgraph may show to the client. */
const passing = new Set([
  ...['BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN'],
  ...['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'OVERLOADED'],
]);
const inputPattern = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const notMeant = new Set(['INTERNAL_SERVER_ERROR', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
// A code of its own, like REGION_UNKNOWN, passes where it names the wrong argument: any other may be a bug's text.
const isMeant = (code: string, { argument }: Record<string, unknown>) =>
  passing.has(code) || (typeof argument === 'string' && inputPattern.test(code) && !notMeant.has(code));
const gatewayCodes = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'QUERY_TOO_LARGE']);
const errorIdPattern = /^[A-Za-z0-9-]{8,64}$/;

// A NIK, a family card or a phone that the client put in the wrong place comes back in the words of an error, and from
// there into the client's own logs. Ids of ours have letters or hyphens around their digits.
const numbers = /\d{16,}|(?<![\w-])\+?\d{10,15}(?![\w-])/g;

const withoutNumbers = (message: string): string => message.replaceAll(numbers, '••••');

/** Marks an error that the gateway itself wrote, so its message is safe to show. */
export const gatewayError = (
  code: ErrorCode,
  message: string,
  {
    path,
    ...extensions
  }: { path?: readonly (string | number)[]; subgraph?: string; retryAfterSeconds?: number | undefined } = {},
) => new GraphQLError(message, { path, extensions: { ...extensions, code, [written]: true } });

const written = Symbol('written by the gateway');

/**
 * What the client may see of `error`: known codes with their message, everything else masked under an id that is
 * in the log. A subgraph's own mask keeps its id, so that one id finds the cause in the subgraph's log.
 */
export const toPublicError = (error: unknown, log: ErrorLog): PublicError => {
  if (error instanceof RequestRefusal) return error.toPublic();
  if (!(error instanceof Error)) return masked(error, log);
  const { path, extensions } = error as Partial<GraphQLError> & Error;
  const code = extensions?.code;
  if (!extensions || typeof code !== 'string') return masked(error, log);
  if (!(written in extensions || isMeant(code, extensions))) return masked(error, log);
  const shown: PublicError['extensions'] = { code };
  for (const name of ['subgraph', 'argument'] as const) {
    if (typeof extensions[name] === 'string') shown[name] = extensions[name];
  }
  const { retryAfterSeconds } = extensions;
  if (code === 'OVERLOADED' && isSeconds(retryAfterSeconds)) shown.retryAfterSeconds = retryAfterSeconds;
  return { message: withoutNumbers(error.message), ...(path ? { path } : {}), extensions: shown };
};

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 3_600;

/** An error of parsing, validation or limits: ours, so it passes with its locations. */
export const toDocumentError = (error: GraphQLError, code: ErrorCode): PublicError => {
  const given = error.extensions.code;
  const shown = typeof given === 'string' && gatewayCodes.has(given) ? { ...error.extensions, code: given } : { code };
  const message = withoutNumbers(error.message);
  return { message, ...(error.locations ? { locations: error.locations } : {}), extensions: shown };
};

const masked = (error: unknown, log: ErrorLog): PublicError => {
  const { path, extensions } = (error ?? {}) as Partial<GraphQLError>;
  const given = extensions?.errorId;
  const errorId = typeof given === 'string' && errorIdPattern.test(given) ? given : randomUUID();
  log.error({ errorId, path, err: error }, 'an error was masked');
  return {
    message: 'Internal server error.',
    ...(path ? { path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  };
};
