import { Agent, request } from 'undici';

export interface PartnerRequest {
  url: string;
  headers: Record<string, string>;
  /** The exact bytes that were signed. */
  body: string;
}

export interface PartnerAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  body: string;
}

/** Posts once: no redirect, no retry. @throws what the connection failed with */
export type Transport = (request: PartnerRequest, signal: AbortSignal) => Promise<PartnerAnswer>;

const CONNECT_MS = 5_000;
const MOST_ANSWER_BYTES = 65_536;

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Reads an answer of at most 64 KiB, so that a partner cannot fill the memory. */
const read = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MOST_ANSWER_BYTES) throw Object.assign(new Error('the answer is too long'), { code: 'TOO_LONG' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};

/** Connections to one partner; one request at a time on each, so that no answer is taken for another one's. */
export const openTransport = (connections: number): { post: Transport; close(): Promise<void> } => {
  const agent = new Agent({ connections, pipelining: 1, allowH2: false, connect: { timeout: CONNECT_MS } });
  const post: Transport = async ({ url, headers, body }, signal) => {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal });
    const entries = Object.entries(answer.headers).map(([name, value]) => [name, textOf(value)]);
    return { status: answer.statusCode, headers: Object.fromEntries(entries), body: await read(answer.body) };
  };
  return { post, close: () => agent.destroy() };
};
