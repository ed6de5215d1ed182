import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnKeys, ownPublishers, publishOwnSubgraphs } from '../registry-beginning.ts';
import { subgraphs } from '../services.ts';
import type { Stack } from './stack.ts';

/** The private key of a file, made once per data directory. */
const keyOf = (file: string): KeyObject => {
  if (existsSync(file)) return createPrivateKey(readFileSync(file, 'utf8'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
};

/** The keys of a local stack's own publishers, each in a file for its developer. */
export const publisherKeys = (data: string): OwnKeys => {
  const folder = join(data, 'publishers');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    publishers: Object.fromEntries(ownPublishers.map((name) => [name, keyOf(join(folder, `${name}.pem`))])),
    approver: keyOf(join(folder, 'approver.pem')),
  };
};

/** Publishes the subgraphs of a local stack where they are not live as they are, and says so. */
export const publishOwn = async ({ url, databases }: Stack, data: string, report: (line: string) => void) => {
  const port = Number(new URL(url).port);
  const addresses = Object.fromEntries(
    subgraphs.map(({ name, portOffset }) => [name, `http://127.0.0.1:${port + portOffset}/graphql`]),
  );
  const databaseUrl = databases.registry ?? '';
  const published = await publishOwnSubgraphs({ databaseUrl, keys: publisherKeys(data), addresses });
  for (const { subgraph, number, status, errors } of published) {
    report(`registry: revision ${number} of ${subgraph} is ${status}${errors.map((error) => `\n  ${error}`).join('')}`);
  }
};
