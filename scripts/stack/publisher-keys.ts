import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedOwnKeys } from '../own-keys.ts';
import type { OwnKeys } from '../registry-beginning.ts';
import { subgraphs } from '../services.ts';

const folderOf = (data: string) => join(data, 'publishers');

/** The private key of a file, made once per data directory. */
const keyOf = (file: string): KeyObject => {
  if (existsSync(file)) return createPrivateKey(readFileSync(file, 'utf8'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
};

/** The keys of a local stack's own publishers, each in a file for its developer, and that of its registry's warden. */
export const publisherKeys = (data: string): OwnKeys & { warden: KeyObject } => {
  const folder = folderOf(data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    publishers: Object.fromEntries(subgraphs.map(({ name }) => [name, keyOf(join(folder, `${name}.pem`))])),
    approver: keyOf(join(folder, 'approver.pem')),
    warden: keyOf(join(folder, 'warden.pem')),
  };
};

/** The file with the keys that the gateway of a local stack believes. */
export const pinnedFile = (data: string): string => join(folderOf(data), 'pinned.json');

/** A key as the file names it. */
export interface PinnedEntry {
  id: string;
  [more: string]: unknown;
}

const pinnedIn = (file: string): PinnedEntry[] =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PinnedEntry[]) : [];

/** Adds keys to the file, or writes them anew; the others stay as they are. */
export const pin = (file: string, keys: readonly PinnedEntry[]): void => {
  const others = pinnedIn(file).filter(({ id }) => !keys.some((each) => each.id === id));
  writeFileSync(file, JSON.stringify([...others, ...keys], null, 2), { mode: 0o600 });
};

/** Pins the keys of a local stack's own publishers. */
export const pinOwn = (data: string): void => pin(pinnedFile(data), pinnedOwnKeys(publisherKeys(data)));
