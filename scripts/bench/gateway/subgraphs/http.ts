import { createServer, type Server, type Socket } from 'node:net';

const headerEnd = '\r\n\r\n';
const answerHead = (length: number) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

/** Reads requests with a length, one after the other, from what arrives in pieces. */
const requestReader = (onBody: (body: string) => void) => {
  let waiting: Buffer = Buffer.alloc(0);
  return (piece: Buffer) => {
    waiting = waiting.length === 0 ? piece : Buffer.concat([waiting, piece]);
    for (;;) {
      const end = waiting.indexOf(headerEnd);
      if (end === -1) return;
      const length = /\r\ncontent-length: *(\d+)/i.exec(waiting.toString('latin1', 0, end))?.[1];
      if (length === undefined) throw new Error('a gateway sent a request without a length');
      const start = end + headerEnd.length;
      if (waiting.length < start + Number(length)) return;
      onBody(waiting.toString('utf8', start, start + Number(length)));
      waiting = waiting.subarray(start + Number(length));
    }
  };
};

const serve = (socket: Socket, answer: (body: string) => Promise<Buffer>): void => {
  const send = (bytes: Buffer) => {
    socket.cork();
    socket.write(answerHead(bytes.length), 'latin1');
    socket.write(bytes);
    socket.uncork();
  };
  const read = requestReader((body) => void answer(body).then(send, (error: Error) => socket.destroy(error)));
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
};

/**
 * Serves answers over kept HTTP/1.1 connections with next to nothing around them. Node's own server takes as long for a
 * call as our gateway, and on two cores it would be what a round measures.
 */
export const createAnswerServer = (answer: (body: string) => Promise<Buffer>): Server =>
  createServer({ noDelay: true }, (socket) => serve(socket, answer));
