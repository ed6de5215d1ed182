import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, type Server } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { Release } from './openings.ts';
import { pathOf } from './request-facts.ts';

const maximumMessageBytes = 256 * 1024;
const pingEveryMs = 12_000;
const goingAway = 1001;
/** What a message costs beside its text. */
const messageBytes = 64;

/** What is known of one socket. */
export interface SocketExtra {
  socket: WebSocket;
  request: IncomingMessage;
  /** Bytes that it sent and nobody has paid for. */
  unpaidBytes: number;
  /** Gives back its place among those that have not said who they are. */
  opened: Release;
}

/** Lets a socket in, with its place, or says why not. */
export type LetIn = (request: IncomingMessage, open: number) => Release | { status: string; retryAfterS: number };

interface TransportLog {
  error(details: object, message: string): void;
}

/**
 * Carries graphql-transport-ws on `/graphql` of an HTTP server. A peer that answers no ping, or sends too much, is cut off.
 * @returns closes the open sockets
 */
export const carry = (
  protocol: Server<SocketExtra>,
  http: HttpServer,
  { letIn, log }: { letIn: LetIn; log: TransportLog },
): (() => void) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessageBytes, handleProtocols });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (pathOf(request.url ?? '') !== '/graphql') return refuse(socket, '404 Not Found');
    const opened = letIn(request, sockets.clients.size);
    if (typeof opened !== 'function') {
      return refuse(socket, opened.status, `retry-after: ${opened.retryAfterS}\r\n`);
    }
    // Also when the handshake fails.
    socket.once('close', opened);
    sockets.handleUpgrade(request, socket, head, (websocket) =>
      serve(protocol, { socket: websocket, request, unpaidBytes: 0, opened }, log),
    );
  });
  return () => {
    for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
    sockets.close();
  };
};

const refuse = (socket: Duplex, status: string, header = '') =>
  void socket.end(`HTTP/1.1 ${status}\r\n${header}connection: close\r\ncontent-length: 0\r\n\r\n`);

const serve = (protocol: Server<SocketExtra>, extra: SocketExtra, log: TransportLog) => {
  const { socket } = extra;
  const failed = (error: unknown) => {
    log.error({ err: error }, 'a socket failed');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Settles when the message is written, so that a slow client slows its subscription down; never rejects.
      send: (data) =>
        new Promise((resolve) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(data, () => resolve());
          else resolve();
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data: Buffer) => {
          extra.unpaidBytes += messageBytes + data.length;
          handle(String(data)).catch(failed);
        }),
    },
    extra,
  );
  const stopPinging = keepAlive(socket);
  // ws closes a socket that breaks the rules by itself.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    stopPinging();
    closed(code, String(reason)).catch(failed);
  });
};

const keepAlive = (socket: WebSocket) => {
  let hasAnswered = true;
  socket.on('pong', () => {
    hasAnswered = true;
  });
  const timer = setInterval(() => {
    if (!hasAnswered) return socket.terminate();
    hasAnswered = false;
    socket.ping();
  }, pingEveryMs);
  return () => clearInterval(timer);
};
