import { randomBytes } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { CloseCode, handleProtocols, MessageType, type Server } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import { pathOf } from './request-facts.ts';

const maximumMessageBytes = 256 * 1024;
const pingEveryMs = 12_000;
/** What a peer may leave unread before it gets the next message. */
const maximumUnreadBytes = 4 * 1024 * 1024;
const goingAway = 1001;
const longestComplete = 1024;

/** What is known of one socket. */
export interface SocketExtra {
  socket: WebSocket;
  request: IncomingMessage;
  /** By operation: aborted when the client ends it, or the socket. */
  departures: Map<string, AbortController>;
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
    sockets.handleUpgrade(request, socket, head, (opened) =>
      serve(protocol, { socket: opened, request, departures: new Map() }, log),
    );
  });
  return () => {
    for (const socket of sockets.clients) socket.close(goingAway, 'Going away');
    sockets.close();
  };
};

const serve = (protocol: Server<SocketExtra>, extra: SocketExtra, log: TransportLog) => {
  const { socket, departures } = extra;
  const failed = (error: unknown) => {
    log.error({ err: error }, 'a socket failed');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          const text = String(data);
          departures.get(completedIn(text) ?? '')?.abort();
          void handle(text).catch(failed);
        }),
    },
    extra,
  );
  // Each is answered, though nobody may read it.
  socket.on('ping', () => cutUnread(socket));
  const stopPinging = keepAlive(socket);
  // ws closes a socket that breaks the rules by itself.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    stopPinging();
    for (const departure of departures.values()) departure.abort();
    closed(code, String(reason)).catch(failed);
  });
};

const cutUnread = (socket: WebSocket) => {
  if (socket.bufferedAmount > maximumUnreadBytes) socket.terminate();
};

/** Settles when the message is written, so that a slow client slows its subscription down; never rejects. */
const send = (socket: WebSocket, data: string) =>
  new Promise<void>((resolve) => {
    cutUnread(socket);
    if (socket.readyState === WebSocket.OPEN) socket.send(data, () => resolve());
    else resolve();
  });

/** The operation that a client ends with this message; graphql-ws tells nobody of it while the operation is under way. */
const completedIn = (text: string): string | undefined => {
  if (text.length > longestComplete || !text.includes(MessageType.Complete)) return undefined;
  try {
    const { type, id } = JSON.parse(text);
    return type === MessageType.Complete && typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
};

// Each ping has bytes of its own: a peer that does not read cannot answer them ahead.
export const keepAlive = (socket: WebSocket, everyMs = pingEveryMs) => {
  let asked: Buffer | undefined;
  socket.on('pong', (answered) => {
    if (asked?.equals(answered)) asked = undefined;
  });
  const timer = setInterval(() => {
    if (asked !== undefined) return socket.terminate();
    asked = randomBytes(8);
    socket.ping(asked);
  }, everyMs);
  return () => clearInterval(timer);
};
