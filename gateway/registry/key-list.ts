import { readFile } from 'node:fs/promises';
import { PinnedKeys } from './pinned-keys.ts';

/** The operator's list of keys, as it is now. */
export interface KeyList {
  /**
   * Reads the list, where it has changed; the same object where it has not.
   * @throws Error when it cannot be used; nothing new is to be taken then
   */
  read(): Promise<PinnedKeys>;
}

/** @param place a path, or the list itself as JSON */
export const keyListOf = (place: string): KeyList => {
  const isList = place.trimStart().startsWith('[');
  let seen: PinnedKeys | undefined;
  const failed = (error: unknown) => {
    const where = isList ? 'PUBLISHER_KEYS' : `${place} (PUBLISHER_KEYS)`;
    throw new Error(`cannot use the publishers' keys of ${where}: ${(error as Error).message}`);
  };
  const read = async () => {
    const text = isList ? place : await readFile(place, 'utf8');
    if (seen?.text !== text) seen = PinnedKeys.parse(text);
    return seen;
  };
  return { read: () => read().catch(failed) };
};
