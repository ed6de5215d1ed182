import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 4_096;

/** The fields of a posted form; undefined when it is none, or longer than ours can be. */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
};
