import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

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

export const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
};

/** The client's address: what the outermost of our own proxies saw; the rest of the header is the client's to invent. */
export const addressOf = ({ headers, socket }: IncomingMessage, proxies: number): string => {
  const forwarded = proxies > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  return forwarded.at(-proxies)?.trim() || (socket.remoteAddress ?? '');
};

/** The DPoP header; two of them prove nothing. */
export const dpopOf = ({ headers: { dpop } }: IncomingMessage): string | undefined =>
  typeof dpop === 'string' && !dpop.includes(',') ? dpop : undefined;

export const languageOf = ({ headers: { 'accept-language': language } }: IncomingMessage): string | undefined =>
  language !== undefined && languagePattern.test(language) ? language : undefined;
