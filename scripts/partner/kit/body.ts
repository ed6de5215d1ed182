import type { IncomingMessage } from 'node:http';
import { limits } from './limits.ts';

/** The body is larger than a subgraph takes. */
export class BodyTooLarge extends Error {}

/** Reads a body; what comes beyond the limit is not kept. @throws BodyTooLarge */
export const readBody = async (request: IncomingMessage, most: number = limits.bodyBytes): Promise<Buffer> => {
  if (Number(request.headers['content-length']) > most) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > most) throw new BodyTooLarge();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};
