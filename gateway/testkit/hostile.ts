import type { ServerResponse } from 'node:http';

export type Misbehaviour = (response: ServerResponse) => void;

export const json =
  (body: unknown): Misbehaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };

export const status =
  (code: number, body = '', headers: Record<string, string> = {}): Misbehaviour =>
  (response) =>
    void response.writeHead(code, headers).end(body);

/** Writes the same chunk until the gateway has had enough, or `bytes` are sent. */
export const flood =
  (
    chunk: string,
    { bytes = Number.POSITIVE_INFINITY, headers = {} }: { bytes?: number; headers?: object } = {},
  ): Misbehaviour =>
  (response) => {
    const piece = Buffer.from(chunk);
    let left = bytes;
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    const pump = () => {
      while (!response.destroyed && left > 0) {
        left -= piece.length;
        if (!response.write(piece)) return void response.once('drain', pump);
      }
      response.end();
    };
    pump();
  };

/** What goes over the wire, headers included, and then nothing more. */
export const raw =
  (text: string): Misbehaviour =>
  (response) =>
    void response.socket?.write(text);

/** A value inside `levels` lists, or objects. */
export const nested = (levels: number, [open, close]: readonly [string, string] = ['[', ']']) =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;
