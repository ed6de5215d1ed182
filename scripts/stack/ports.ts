import { once } from 'node:events';
import { createServer } from 'node:net';
import { processes } from '../services.ts';

/** Whether nothing listens on the port of 127.0.0.1 now. */
export const isFree = async (port: number): Promise<boolean> => {
  const probe = createServer();
  try {
    await once(probe.listen({ port, host: '127.0.0.1', exclusive: true }), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
};

/** @throws Error with one line that names the first service whose port is taken */
export const assertPortsAreFree = async (port: number): Promise<void> => {
  for (const { name, portOffset } of processes) {
    if (await isFree(port + portOffset)) continue;
    throw new Error(`port ${port + portOffset} (${name}) is taken; stop what uses it, or choose others with --port N`);
  }
};
