import type { IncomingHttpHeaders } from 'node:http';
import { RequestRefusal } from './errors.ts';
import { isGet } from './graphql-request.ts';

/** Any of them makes a browser ask first (a preflight), which is granted to the origins of CORS_ORIGINS only. */
const asking = ['x-csrf-protection', 'apollo-require-preflight', 'authorization'] as const;

/**
 * Refuses what a page of another origin can make a browser send without asking: a GET without a header of its own. A
 * POST must be JSON, which is asked for anyway, so forms and plain text end with 415.
 * @throws RequestRefusal 403
 */
export const refuseForgery = (method: string | undefined, headers: IncomingHttpHeaders): void => {
  if (!isGet(method) || !isFromElsewhere(headers)) return;
  if (headers['content-type'] !== undefined || asking.some((name) => headers[name] !== undefined)) return;
  const text = {
    en: 'A page of another origin must send the header "x-csrf-protection: 1" with a GET.',
    id: 'Halaman dari asal lain harus mengirim header "x-csrf-protection: 1" bersama GET.',
  };
  throw new RequestRefusal(403, { code: 'FORBIDDEN', text });
};

/**
 * Decides whether another site's page sent the request: only browsers send these headers, and no page can change them.
 */
const isFromElsewhere = ({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean => {
  if (typeof site === 'string') return site === 'cross-site' || site === 'same-site';
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host;
};
