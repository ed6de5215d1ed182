import type { IncomingMessage, ServerResponse } from 'node:http';

/** What this server reads, beside what a browser lets every page send. */
const requestHeaders = [
  'authorization',
  'content-type',
  'dpop',
  'x-request-id',
  'x-cost',
  'x-dry-run',
  'x-trace',
  'x-csrf-protection',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'x-client-version',
].join(', ');
const responseHeaders = [
  'retry-after',
  'www-authenticate',
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'x-cost',
  'x-supergraph-revision',
].join(', ');
/** The longest that Chromium keeps an answer: each preflight is a round trip more for a phone. */
const keptSeconds = '7200';

/** An origin; its port may be `*`, which stands for every port and for none. */
const originPattern = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:(\d{1,5}|\*))?$/;

export const isOriginPattern = (text: string): boolean =>
  originPattern.test(text) && URL.canParse(text.replace(/:\*$/, ''));

const withoutPort = (origin: string) => origin.replace(/:\d+$/, '');

/** Decides which origins a list of origins and patterns allows. */
const matcherOf = (list: readonly string[]) => {
  // A browser leaves the port of the scheme out.
  const exact = new Set(list.filter((each) => !each.endsWith(':*')).map((each) => new URL(each).origin));
  const anyPort = new Set(list.filter((each) => each.endsWith(':*')).map((each) => each.slice(0, -2)));
  return (origin: string) => exact.has(origin) || anyPort.has(withoutPort(origin));
};

/**
 * Cross-origin resource sharing (Fetch Standard, section 3.3). Marks the answer as readable by the page that asks, when
 * its origin is allowed, and answers that page's preflight. Credentials are not allowed: the graph takes no cookies.
 * @returns whether the request is answered
 */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

export const createCors = (origins: readonly string[]): Cors => {
  if (origins.length === 0) return () => false;
  const isAllowed = matcherOf(origins);
  return ({ method, headers }, response) => {
    response.appendHeader('vary', 'origin');
    if (headers.origin === undefined || !isAllowed(headers.origin)) return false;
    response.setHeader('access-control-allow-origin', headers.origin);
    response.setHeader('access-control-expose-headers', responseHeaders);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
    response.writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': requestHeaders,
      'access-control-max-age': keptSeconds,
    });
    response.end();
    return true;
  };
};
