import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { until } from './until.ts';

interface SentCode {
  /** A phone number or an e-mail address. */
  to: string;
  code: string;
  authorization: string | undefined;
}

export interface CodeInbox {
  url: string;
  /** The newest code that was sent to somebody, once it has come. */
  newest(to: string, after?: string): Promise<string>;
  all: readonly SentCode[];
  stop(): void;
}

/** What sends codes in production, as the issuer and the programme office post them to it. */
export const openCodeInbox = async (): Promise<CodeInbox> => {
  const all: SentCode[] = [];
  const server = createServer(async (request, response) => {
    const { phone, to = phone, code } = (await json(request)) as { phone?: string; to?: string; code: string };
    all.push({ to: to ?? '', code, authorization: request.headers.authorization });
    response.writeHead(202).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const newest = async (to: string, after?: string) => {
    const read = async () => all.findLast((sent) => sent.to === to)?.code;
    const code = await until(read, (found) => found !== undefined && found !== after, 20_000);
    if (code === undefined) throw new Error(`no code was sent to ${to}: ${all.map((sent) => sent.to).join(', ')}`);
    return code;
  };
  return { url: `http://127.0.0.1:${port}/send`, newest, all, stop: () => void server.close() };
};
