import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Caller } from './caller.ts';
import { RequestRefusal } from './errors.ts';

/** off: text only. allow: text, or the hash of a known document. require: known documents only, unless `query:free`. */
export const trustModes = ['off', 'allow', 'require'] as const;
export type TrustMode = (typeof trustModes)[number];

/** As the client names it: by its text, its SHA-256, or both. */
export interface DocumentReference {
  query: string | undefined;
  /** Lower-case hex. */
  hash: string | undefined;
}

export interface TrustedDocuments {
  /**
   * The text of the document.
   * @throws RequestRefusal 400 DOCUMENT_UNKNOWN, or BAD_USER_INPUT for a hash that is not that of the text
   */
  resolve(reference: DocumentReference, caller: Caller): string;
}

const freeScope = 'query:free';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export const createTrustedDocuments = (mode: TrustMode, registered: RegisteredDocuments): TrustedDocuments => ({
  resolve({ query, hash }, caller) {
    if (mode === 'off') {
      if (query === undefined) throw unknown('Documents are not known by their hash here; send "query".');
      return query;
    }
    if (query !== undefined && mode === 'allow' && hash === undefined) return query;
    const wanted = hash ?? hashOf(query ?? '');
    const known = registered.find(wanted, caller.client);
    if (query !== undefined && hash !== undefined && hashOf(query) !== hash) {
      throw new RequestRefusal(400, { code: 'BAD_USER_INPUT', message: 'The hash is not that of "query".' });
    }
    if (known !== undefined) return known;
    if (query !== undefined && (mode === 'allow' || caller.can(freeScope))) return query;
    throw unknown('This document is not registered for this client.');
  },
});

const unknown = (message: string) => new RequestRefusal(400, { code: 'DOCUMENT_UNKNOWN', message });

export interface RegisteredDocuments {
  /** Of everyone, or of `client`. */
  find(hash: string, client: string | undefined): string | undefined;
}

/**
 * Reads `*.graphql` in each of `directories`: documents of everyone. In a folder beside them, named after a client: those
 * of that client alone.
 */
export const readDocuments = async (directories: readonly string[]): Promise<RegisteredDocuments> => {
  const common = new Map<string, string>();
  const byClient = new Map<string, Map<string, string>>();
  for (const directory of directories) {
    await addDocuments(common, directory);
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const own = byClient.get(entry.name) ?? new Map<string, string>();
      byClient.set(entry.name, own);
      await addDocuments(own, join(directory, entry.name));
    }
  }
  return { find: (hash, client) => common.get(hash) ?? byClient.get(client ?? '')?.get(hash) };
};

const addDocuments = async (into: Map<string, string>, directory: string) => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.graphql'));
  for (const name of names) {
    const text = await readFile(join(directory, name), 'utf8');
    into.set(hashOf(text), text);
  }
};
