import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { bareAddress } from './network.ts';

// An id is logged everywhere: nothing that could be a NIK or the number of a family card is taken for one.
const requestIdPattern = /^(?!.*\d{16})[A-Za-z0-9-]{8,64}$/;
const languagePattern = /^[\w ,;=.*-]{1,200}$/;

/** The client's id for its request when it is well formed, else a new one. */
export const requestIdOf = ({ headers: { 'x-request-id': given } }: IncomingMessage): string =>
  typeof given === 'string' && requestIdPattern.test(given) ? given : newRequestId();

// UUIDv7: ids sort by time, as do the lines that carry them.
export const newRequestId = (): string => {
  const milliseconds = Date.now().toString(16).padStart(12, '0');
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${randomUUID().slice(15)}`;
};

/** The path without query and without the slash that some clients add to its end. */
export const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
};

/**
 * The client's address: what the outermost of our own proxies saw. What stands further left is the client's to invent; where
 * the entry is no address, or there are fewer entries than proxies, the nearest that one of ours wrote counts.
 */
export const addressOf = ({ headers, socket }: IncomingMessage, proxies: number): string => {
  const entry = proxies > 0 ? entryFromEnd(String(headers['x-forwarded-for'] ?? ''), proxies) : '';
  return bareAddress(entry) ?? socket.remoteAddress ?? '';
};

/** The `count`th entry from the end, or the first of fewer; without splitting a header that is long on purpose. */
const entryFromEnd = (list: string, count: number): string => {
  let end = list.length;
  for (let left = count; left > 1; left--) {
    const comma = list.lastIndexOf(',', end - 1);
    if (comma === -1) break;
    end = comma;
  }
  return list.slice(end === 0 ? 0 : list.lastIndexOf(',', end - 1) + 1, end);
};

/** The DPoP header; two of them prove nothing. */
export const dpopOf = ({ headers: { dpop } }: IncomingMessage): string | undefined =>
  typeof dpop === 'string' && !dpop.includes(',') ? dpop : undefined;

/** Accept-Language as it may be passed on. */
export const acceptLanguageOf = ({ 'accept-language': language }: IncomingHttpHeaders): string | undefined =>
  language !== undefined && languagePattern.test(language) ? language : undefined;
