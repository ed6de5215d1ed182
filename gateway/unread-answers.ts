import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface UnreadLimits {
  /** Milliseconds for what a client has not taken, however little it is. */
  unreadMs: number;
  /** What it must take in a millisecond beyond that. */
  slowestBytesPerMs: number;
  /** Bytes that all clients together may leave. */
  mostBytes: number;
  /** How often it is looked at what they leave. */
  lookEveryMs: number;
}

/** 8 kB a second: a phone of 2009. All answers that a gateway ever holds at a time are fewer bytes, unless they are left. */
const defaults: UnreadLimits = {
  unreadMs: 30_000,
  slowestBytesPerMs: 8,
  mostBytes: 256 * 1024 * 1024,
  lookEveryMs: 1000,
};

/** What a client leaves of what was written for it. */
interface Left {
  bytes: number;
  /** Bytes that had been written by then: where more is, the client has taken what was before. */
  written: number;
  sinceMs: number;
}

/**
 * Cuts clients off that take what was written for them too slowly, a byte a second or none, and when all leave too much,
 * those that have for longest: what they leave is held in memory.
 */
export const cutUnread = (server: Server, limits: Partial<UnreadLimits> = {}): void => {
  const { unreadMs, slowestBytesPerMs, mostBytes, lookEveryMs } = { ...defaults, ...limits };
  const sockets = new Map<Socket, Left | undefined>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  const leftBy = (socket: Socket, before: Left | undefined, nowMs: number): Left | undefined => {
    const { writableLength: bytes, bytesWritten: written } = socket;
    if (bytes === 0) return undefined;
    return before?.written === written ? { ...before, bytes } : { bytes, written, sinceMs: nowMs };
  };
  const look = () => {
    const nowMs = performance.now();
    const waiting: { socket: Socket; left: Left }[] = [];
    let total = 0;
    for (const [socket, before] of sockets) {
      const left = leftBy(socket, before, nowMs);
      if (left !== before) sockets.set(socket, left);
      if (left === undefined) continue;
      if (nowMs - left.sinceMs > unreadMs + left.bytes / slowestBytesPerMs) socket.destroy();
      else {
        waiting.push({ socket, left });
        total += left.bytes;
      }
    }
    if (total <= mostBytes) return;
    for (const { socket, left } of waiting.toSorted((one, other) => one.left.sinceMs - other.left.sinceMs)) {
      if (total <= mostBytes) break;
      socket.destroy();
      total -= left.bytes;
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  server.once('close', () => clearInterval(timer));
};
