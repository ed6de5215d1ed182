import { randomBytes } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, MessageType, type Server } from 'graphql-ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { Departure } from './departure.ts';
import { scanJson } from './json-scan.ts';
import { limits } from './limits.ts';
import type { Release } from './openings.ts';
import { pathOf } from './request-facts.ts';

const maximumMessageBytes = 256 * 1024;
const most = { depth: limits.bodyDepth, values: limits.bodyValues };
const pingEveryMs = 12_000;
/** What a peer may leave unread before it gets the next message. */
const maximumUnreadBytes = 4 * 1024 * 1024;
const goingAway = 1001;
const longestComplete = 1024;
/** What a message costs beside its text. */
const messageBytes = 64;

/** What is known of one socket. */
export interface SocketExtra {
  socket: WebSocket;
  request: IncomingMessage;
  /** Departures of the clients, keyed by the operation's id. */
  departures: Map<string, Departure>;
  /** Bytes that it sent and nobody has paid for. */
  unpaidBytes: number;
  /** Gives back its place among those that have not said who they are. */
  opened: Release;
}

/** Lets a socket in, with its place, or says why not. */
export type ConnectionAdmission = (
  request: IncomingMessage,
  open: number,
) => Release | { status: string; retryAfterS: number };

interface TransportLog {
  error(details: object, message: string): void;
}

/**
 * Carries graphql-transport-ws on `/graphql` of an HTTP server. A peer that answers no ping, or sends too much, is
 * cut off.
 * @returns closes the open sockets
 */
export const carry = (
  protocol: Server<SocketExtra>,
  http: HttpServer,
  { letIn, log }: { letIn: ConnectionAdmission; log: TransportLog },
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
      serve(protocol, { socket: websocket, request, departures: new Map(), unpaidBytes: 0, opened }, log),
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
        socket.on('message', (data: Buffer) => {
          extra.unpaidBytes += messageBytes + data.length;
          const text = String(data);
          if (scanJson(text, most)) return socket.close(CloseCode.BadRequest, 'Too deep, or too many values');
          departures.get(completedIn(text) ?? '')?.leave();
          handle(text).catch(failed);
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
    for (const departure of departures.values()) departure.leave();
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

/**
 * The operation that a client ends with this message; graphql-ws tells nobody of it while the operation is under way.
 */
const completedIn = (text: string): string | undefined => {
  if (text.length > longestComplete || !text.includes(MessageType.Complete)) return undefined;
  try {
    const { type, id } = JSON.parse(text);
    return type === MessageType.Complete && typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
};

/** Pings in a row without an answer, after which a peer is gone: a phone between two cells misses one. */
const mostMissed = 3;

// Each ping has bytes of its own: a peer that does not read cannot answer them ahead.
export const keepAlive = (socket: WebSocket, everyMs = pingEveryMs) => {
  let asked: Buffer[] = [];
  socket.on('pong', (answered) => {
    if (asked.some((each) => each.equals(answered))) asked = [];
  });
  const timer = setInterval(() => {
    if (asked.length >= mostMissed) return socket.terminate();
    const ping = randomBytes(8);
    asked.push(ping);
    socket.ping(ping);
  }, everyMs);
  return () => clearInterval(timer);
};
