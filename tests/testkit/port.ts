import { isFree } from '../../scripts/stack/ports.ts';

const LOWEST = 20_000;
// Above it the system hands out ports to outgoing connections, one of which could take ours.
const HIGHEST = 32_000;

/** A TCP port of 127.0.0.1 such that nothing listens on it, or on it plus any of the offsets, now. */
export const freePort = async (offsets: readonly number[] = [0]): Promise<number> => {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
  const free = await Promise.all(offsets.map((offset) => isFree(port + offset)));
  return free.every(Boolean) ? port : freePort(offsets);
};
