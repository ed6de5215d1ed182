import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface OldPostgres {
  url: string;
  /** What was asked, in order. */
  queries: string[];
  stop(): void;
}

/** One message of a PostgreSQL server: a letter, the length, the content. */
const message = (letter: string, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
};

const text = (value: string) => Buffer.from(`${value}\0`);
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >>> 16), int16(value & 0xffff)]);

const ready = message('Z', Buffer.from('I'));
const welcome = Buffer.concat([message('R', int32(0)), ready]);

const INT4 = 23;
const TEXT = 25;
const column = (name: string, type: number) =>
  Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
const value = (given: string) => Buffer.concat([int32(Buffer.byteLength(given)), Buffer.from(given)]);

const answer = ({ version, major }: { version: string; major: number }) =>
  Buffer.concat([
    message('T', int16(2), column('version', TEXT), column('major', INT4)),
    message('D', int16(2), value(version), value(String(major))),
    message('C', text('SELECT 1')),
    ready,
  ]);

/** Answers every simple query of a connection with the version; startup comes first, without a letter. */
const serve = (socket: Socket, { queries, row }: { queries: string[]; row: Buffer }) => {
  let isStarted = false;
  let left = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    left = Buffer.concat([left, chunk]);
    for (;;) {
      const start = isStarted ? 1 : 0;
      const end = left.length < start + 4 ? Number.POSITIVE_INFINITY : start + left.readInt32BE(start);
      if (left.length < end) return;
      const isQuery = isStarted && left[0] === 'Q'.charCodeAt(0);
      if (isQuery) queries.push(left.toString('utf8', 5, end - 1));
      if (!isStarted) socket.write(welcome);
      else if (isQuery) socket.write(row);
      isStarted = true;
      left = left.subarray(end);
    }
  });
  socket.on('error', () => undefined);
};

/** A server that says that it is PostgreSQL of some version, and nothing else. */
export const startOldPostgres = async (facts: { version: string; major: number }): Promise<OldPostgres> => {
  const queries: string[] = [];
  const row = answer(facts);
  const server = createServer((socket) => serve(socket, { queries, row }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://admin:secret@127.0.0.1:${port}/postgres`, queries, stop: () => void server.close() };
};
