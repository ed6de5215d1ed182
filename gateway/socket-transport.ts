import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { CloseCode, handleProtocols, type Server } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import { scanJson } from './json-scan.ts';
import { limits } from './limits.ts';
import { pathOf } from './request-facts.ts';

const maximumMessageBytes = 256 * 1024;
const most = { depth: limits.bodyDepth, values: limits.bodyValues };
const pingEveryMs = 12_000;
const goingAway = 1001;

/** What is known of one socket. */
export interface SocketExtra {
  socket: WebSocket;
  request: IncomingMessage;
}

interface TransportLog {
  error(details: object, message: string): void;
}

/**
 * Carries graphql-transport-ws on `/graphql` of an HTTP server. A peer that answers no ping, or sends too much, is cut off.
 * @returns closes the open sockets
 */
export const carry = (protocol: Server<SocketExtra>, http: HttpServer, log: TransportLog): (() => void) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumMessageBytes, handleProtocols });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (pathOf(request.url ?? '') !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => serve(protocol, { socket: opened, request }, log));
  });
  return () => {
    for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
    sockets.close();
  };
};

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
        socket.on('message', (data) => {
          const text = String(data);
          if (scanJson(text, most)) return socket.close(CloseCode.BadRequest, 'Too deep, or too many values');
          return void handle(text).catch(failed);
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
