import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GatewayEnv } from './env.ts';
import { type RegisteredDocument, readDocuments } from './trusted-documents.ts';

export const operationsDirectory = 'schema/operations';
/** What `npm run graph` asks. */
const commandsDirectory = 'schema/commands';
/** What people ask for which none of these has a document. */
const documentsDirectory = 'schema/documents';
/** Directories of our own documents. */
const ownDirectories: readonly string[] = [operationsDirectory, commandsDirectory, documentsDirectory];
/** Document of what has an address of its own, such as the check of a certificate. */
const publishedFile = `${commandsDirectory}/published-certificates.graphql`;

/** How far documents are trusted, and where they are; nowhere where none need be known. */
export const trustOf = (
  { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_DIRECTORY, NODE_ENV }: GatewayEnv,
  own: readonly string[] = ownDirectories,
) => {
  const mode = TRUSTED_DOCUMENTS ?? (NODE_ENV === 'production' ? 'require' : 'off');
  const directories = TRUSTED_DOCUMENTS_DIRECTORY === undefined ? own : [...own, TRUSTED_DOCUMENTS_DIRECTORY];
  return { mode, directories: mode === 'off' ? [] : directories };
};

/** Documents that a gateway knows when it starts. */
export const documentsOf = async (env: GatewayEnv, own?: readonly string[]) => {
  const { mode, directories } = trustOf(env, own);
  const registered = await readDocuments(directories);
  const text = await readFile(publishedFile, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  const published: RegisteredDocument = { hash, text, name: publishedFile };
  const isRegistered = registered.hashOf(text) !== undefined;
  return { mode, registered, published: text, all: isRegistered ? registered.all : [...registered.all, published] };
};
