import { keyIdOf, readPublicKey } from '../../../schema/registry/key.ts';
import { pin, pinnedFile } from '../../stack/publisher-keys.ts';
import { DEFAULT_DATA } from '../places.ts';
import { required } from './asker.ts';

/** A key as the registry knows it. */
export interface RegisteredKey {
  id: string;
  publicKey?: string;
  organization: string;
  role: string;
  status: string;
}

interface PinOptions {
  id?: string | undefined;
  subgraph?: string | undefined;
  file?: string | undefined;
  data?: string | undefined;
}

/**
 * Adds a key to those that the gateway believes. The registry says what the key is; that it is its holder's, the id
 * says, which is its hash, and which the holder tells by another way.
 * @throws Error where the registry's key is not that of the id, or is not approved
 */
export const pinKey = (known: readonly RegisteredKey[], { id: given, subgraph, file, data }: PinOptions) => {
  const id = required(given, '--id');
  const found = known.find((each) => each.id === id);
  if (!found) throw new Error(`the registry has no key ${id}`);
  const key = readPublicKey(found.publicKey ?? '');
  if (!key || keyIdOf(key) !== id) throw new Error(`what the registry has under ${id} is another key`);
  if (found.status !== 'APPROVED') throw new Error(`the key ${id} is ${found.status}`);
  const entry = {
    id,
    publicKey: found.publicKey,
    from: new Date().toISOString(),
    organization: found.organization,
    role: found.role.toLowerCase(),
    ...(found.role === 'PUBLISHER' && { subgraphs: required(subgraph, '--subgraph').split(',') }),
  };
  pin(file ?? pinnedFile(data ?? DEFAULT_DATA), [entry]);
  return entry;
};
