import type { IncomingMessage, ServerResponse } from 'node:http';
import { isBearer } from '../subgraphs/kit/rotating-secret.ts';

/** Tells whether a request bears this secret; nobody's does without one. */
export const bearerOf =
  (secret: string | undefined) =>
  ({ headers: { authorization } }: IncomingMessage): boolean =>
    isBearer(authorization, secret);

/** Reads a body as JSON; undefined for what is none, or longer. */
export const jsonOf = async (request: IncomingMessage, maximumBytes: number): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maximumBytes) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const sendJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
