import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** More than the databases of a whole run hold at one time. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

const hasRoom = (directory: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
};

/**
 * A new directory for data that nobody keeps; the caller removes it. In memory where there is room: PostgreSQL then
 * copies a template, which is 500 files, in a tenth of the time.
 */
export const newDirectory = (name: string): string => {
  const parent = hasRoom(MEMORY) ? MEMORY : tmpdir();
  return mkdtempSync(join(parent, `prakerja-${name}-`));
};
