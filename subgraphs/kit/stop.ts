import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Logger } from './log.ts';

const FORCE_AFTER_MS = 25_000;
/** PostgreSQL stops with the supervisor: what waits for it longer waits in vain. */
const FORCE_AFTER_ORPHANED_MS = 3_000;
const UNUSED_AFTER_MS = 250;

/**
 * Node's servers count a connection that never carried a byte as busy, and browsers open some ahead of need.
 * @returns closes them, now and while the stop lasts
 */
const watchUnusedConnections = () => {
  const sockets = new Set<Socket>();
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { socket: Socket };
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeUnused = () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return () => setInterval(closeUnused, UNUSED_AFTER_MS).unref();
};

// Two orphans were found asleep minutes later, probably in the clean-up of `process.exit`: nobody is left to end them.
const endAtOnce = () => process.kill(process.pid, 'SIGKILL');

/**
 * Ends the process at once when its supervisor dies. Call it first: nothing is in flight before the process has
 * started. `stopOnSignal` takes over.
 */
export const endWithSupervisor = (): void => {
  process.once('disconnect', endAtOnce);
  if (process.connected === false) endAtOnce();
};

/**
 * Calls `stop` once on SIGTERM or SIGINT, then exits with 0; a second signal, or 25 seconds, ends the process at once.
 * `stop` lets what is in flight finish. A process with a supervisor stops also when that dies, so that none is left.
 */
export const stopOnSignal = (log: Logger, stop: () => Promise<void>): void => {
  let isStopping = false;
  const closeUnusedConnections = watchUnusedConnections();
  const onSignal = (signal: NodeJS.Signals | 'disconnect') => {
    if (isStopping && signal !== 'disconnect') process.exit(1);
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    const withinMs = signal === 'disconnect' ? FORCE_AFTER_ORPHANED_MS : FORCE_AFTER_MS;
    const end = (code: number) => (signal === 'disconnect' ? endAtOnce() : process.exit(code));
    setTimeout(() => end(1), withinMs).unref();
    closeUnusedConnections();
    stop().then(
      () => end(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        end(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.off('disconnect', endAtOnce);
  process.once('disconnect', () => onSignal('disconnect'));
  // The supervisor died while this process was starting.
  if (process.connected === false) onSignal('disconnect');
};
