import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Text } from '../subgraphs/kit/language.ts';
import type { Caller } from './caller.ts';
import { RequestRefusal, untranslated } from './errors.ts';
import { limits, tooLarge } from './limits.ts';

/** off: text only. allow: text, or the hash of a known document. require: known documents only, unless `query:free`. */
export const trustModes = ['off', 'allow', 'require'] as const;
export type TrustMode = (typeof trustModes)[number];

/** A document as the client names it: by its text, its SHA-256 or its id, or by two of them. */
export interface DocumentReference {
  query: string | undefined;
  /** The id under which it is registered. */
  id?: string | undefined;
  /** Lower-case hex. */
  hash: string | undefined;
  /** The hash came as an automatic persisted query: a client that is told so sends the text next. */
  isAutomatic: boolean;
}

export type IsShown = (text: string) => boolean;

export interface TrustedDocuments {
  /**
   * The text of the document. A registered one that is not of the caller's part of the graph is unknown to the caller.
   * @param isShown whether a text is a document of that part
   * @throws RequestRefusal 400 DOCUMENT_UNKNOWN, or BAD_USER_INPUT for a hash or an id that is not that of the text; for
   * automatic persisted queries 200 PERSISTED_QUERY_NOT_FOUND or PERSISTED_QUERY_NOT_SUPPORTED
   */
  resolve(reference: DocumentReference, caller: Caller, isShown: IsShown): string;
  /** Keeps the text of an automatic persisted query that is a valid document, for the caller's audience. */
  remember(reference: DocumentReference, caller: Caller): void;
}

const texts = {
  hash: {
    en: 'No document of this hash is registered for this client.',
    id: 'Tidak ada dokumen dengan hash ini yang terdaftar untuk klien ini.',
  },
  id: {
    en: 'No document of this id is registered for this client.',
    id: 'Tidak ada dokumen dengan id ini yang terdaftar untuk klien ini.',
  },
  otherId: {
    en: 'The document of this id is another one than "query".',
    id: 'Dokumen dengan id ini bukan "query".',
  },
  otherHash: { en: 'The hash is not that of "query".', id: 'Hash ini bukan hash dari "query".' },
  document: {
    en: 'This document is not registered for this client.',
    id: 'Dokumen ini tidak terdaftar untuk klien ini.',
  },
};

const freeScope = 'query:free';
/** Bytes of all automatic persisted queries that are kept; the least used go first. */
const keptBytes = 8 * 1024 * 1024;
const bytesPerEntry = 512;
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** @param onUse learns the hash of each registered document that is asked */
export const createTrustedDocuments = (
  mode: TrustMode,
  registered: RegisteredDocuments,
  onUse: (hash: string) => void = () => undefined,
): TrustedDocuments => {
  const automatic = new LRUCache<string, string>({
    maxSize: keptBytes,
    sizeCalculation: (text) => bytesPerEntry + 2 * text.length,
  });

  const find = (hash: string, { caller, isShown }: DocumentRequest) => {
    const known = registered.find(hash, caller.client);
    if (known === undefined || !isShown(known)) return undefined;
    onUse(hash);
    return known;
  };

  const resolveId = (id: string, query: string | undefined, { caller, isShown }: DocumentRequest) => {
    const known = registered.named(id, caller.client);
    if (known === undefined || !isShown(known.text)) throw unknown(texts.id);
    if (query !== undefined && query !== known.text) {
      throw new RequestRefusal(400, { code: 'BAD_USER_INPUT', text: texts.otherId });
    }
    onUse(known.hash);
    return known.text;
  };

  const resolveHash = (hash: string, { isAutomatic }: DocumentReference, asking: DocumentRequest) => {
    const known = find(hash, asking) ?? (isAutomatic ? automatic.get(automaticKey(hash, asking.caller)) : undefined);
    if (known !== undefined) return known;
    if (!isAutomatic) throw unknown(texts.hash);
    throw mode === 'require' ? notSupported() : notFound();
  };

  return {
    resolve(reference, caller, isShown) {
      const { query, hash, id } = reference;
      const asking = { caller, isShown };
      if (id !== undefined) return resolveId(id, query, asking);
      if (query === undefined) return resolveHash(hash ?? '', reference, asking);
      if (query.length > limits.documentLength) throw tooLarge('documentLength');
      if (hash !== undefined && hashOf(query) !== hash) {
        throw new RequestRefusal(400, { code: 'BAD_USER_INPUT', text: texts.otherHash });
      }
      if (mode !== 'require' || caller.can(freeScope)) {
        const own = registered.hashOf(query);
        if (own !== undefined) onUse(own);
        return query;
      }
      const known = find(hash ?? hashOf(query), asking);
      if (known === undefined) throw unknown(texts.document);
      return known;
    },
    remember({ query, hash, isAutomatic }, caller) {
      if (!isAutomatic || query === undefined || hash === undefined || mode === 'require') return;
      automatic.set(automaticKey(hash, caller), query);
    },
  };
};

interface DocumentRequest {
  caller: Caller;
  isShown: IsShown;
}

/** What one audience sent tells another nothing. */
const automaticKey = (hash: string, { audience }: Caller): string => `${audience} ${hash}`;

const unknown = (text: Text) => new RequestRefusal(400, { code: 'DOCUMENT_UNKNOWN', text });

// Clients read the message or the code, and expect the status of an answer.
const notFound = () =>
  new RequestRefusal(200, { code: 'PERSISTED_QUERY_NOT_FOUND', text: untranslated('PersistedQueryNotFound') });
const notSupported = () =>
  new RequestRefusal(200, { code: 'PERSISTED_QUERY_NOT_SUPPORTED', text: untranslated('PersistedQueryNotSupported') });

export interface RegisteredDocument {
  hash: string;
  text: string;
  /** The path of its file. */
  name: string;
  /** The client that it is registered for; none where it is everyone's. */
  client?: string;
}

export interface RegisteredDocuments {
  readonly all: readonly RegisteredDocument[];
  /** Returns the hash of a registered document by its text, whoever it is registered for. */
  hashOf(text: string): string | undefined;
  /** Returns the text of a document that is registered for everyone or for `client`. */
  find(hash: string, client: string | undefined): string | undefined;
  /** Returns the document of this id, its file's name without the ending: the client's own, else that of everyone. */
  named(id: string, client: string | undefined): RegisteredDocument | undefined;
}

/** An id has no colon, which a hash may have, and is none itself. */
const idPattern = /^(?![0-9a-f]{64}$)[a-z0-9][\w.-]{0,127}$/i;

export const isDocumentId = (text: string): boolean => idPattern.test(text);

/**
 * Reads `*.graphql` in each of `directories`: documents of everyone. In a folder beside them, named after a client:
 * those of that client alone. Where two directories have one id, it names the document of the first.
 */
export const readDocuments = async (directories: readonly string[]): Promise<RegisteredDocuments> => {
  const common = new DocumentSet();
  const byClient = new Map<string, DocumentSet>();
  for (const directory of directories) {
    await addDocuments(common, directory);
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const own = byClient.get(entry.name) ?? new DocumentSet();
      byClient.set(entry.name, own);
      await addDocuments(own, join(directory, entry.name), entry.name);
    }
  }
  const all = [common, ...byClient.values()].flatMap(({ byHash }) => [...byHash.values()]);
  const hashes = new Map(all.map(({ text, hash }) => [text, hash]));
  return {
    all,
    hashOf: (text) => hashes.get(text),
    find: (hash, client) => (common.byHash.get(hash) ?? byClient.get(client ?? '')?.byHash.get(hash))?.text,
    named: (id, client) => byClient.get(client ?? '')?.byId.get(id) ?? common.byId.get(id),
  };
};

class DocumentSet {
  readonly byHash = new Map<string, RegisteredDocument>();
  readonly byId = new Map<string, RegisteredDocument>();

  add(id: string, document: RegisteredDocument): void {
    this.byHash.set(document.hash, document);
    if (isDocumentId(id) && !this.byId.has(id)) this.byId.set(id, document);
  }
}

const ending = '.graphql';

const addDocuments = async (into: DocumentSet, directory: string, client?: string) => {
  const names = (await readdir(directory)).filter((name) => name.endsWith(ending));
  for (const name of names) {
    const file = join(directory, name);
    const text = await readFile(file, 'utf8');
    into.add(name.slice(0, -ending.length), { hash: hashOf(text), text, name: file, ...(client && { client }) });
  }
};
