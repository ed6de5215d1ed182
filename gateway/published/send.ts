import type { ServerResponse } from 'node:http';
import type { Outcome } from '../execution.ts';
import { checkPagePolicy } from './check-page.ts';
import type { PublishedPath } from './publications.ts';

/** Seconds for which others may keep an answer: a revocation is seen by everyone after these at the latest. */
const KEPT_S = 60;

const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
};

/** Sends what was published; 404 where there is no such thing, 503 while its owner does not answer. */
export const sendPublished = (response: ServerResponse, published: PublishedPath, outcome: Outcome): void => {
  const payload = outcome.kind === 'result' ? outcome.payload : {};
  if (payload.errors?.length || !payload.data) {
    response.setHeader('retry-after', '5');
    sendText(response, 503, 'Coba lagi sebentar lagi. / Try again in a moment.');
    return;
  }
  const body = published.bodyOf(payload.data, published.id);
  if (body === undefined) {
    sendText(response, 404, 'Tidak ditemukan. / Not found.');
    return;
  }
  response.writeHead(200, {
    'content-type': published.type,
    'cache-control': `public, max-age=${KEPT_S}`,
    'access-control-allow-origin': '*',
    'content-security-policy': checkPagePolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
};
