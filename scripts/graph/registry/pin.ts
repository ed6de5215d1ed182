import { createPublicKey } from 'node:crypto';
import { keyIdOf, publicKeyText, readPublicKey } from '../../../schema/registry/key.ts';
import { pin, pinnedFile } from '../../stack/publisher-keys.ts';
import { UsageError } from '../../usage.error.ts';
import { fileText, privateKeyOf, required } from './asker.ts';

interface PinValues {
  key?: string | undefined;
  public?: string | undefined;
  organization?: string | undefined;
  subgraphs?: string | undefined;
  person?: string | undefined;
  file?: string | undefined;
  data?: string | undefined;
}

const publicKeyOf = ({ key, public: text }: PinValues) => {
  if (text === undefined) {
    const file = required(key, '--public or --key');
    return fileText(file).includes('PUBLIC KEY')
      ? createPublicKey(fileText(file))
      : createPublicKey(privateKeyOf(file));
  }
  const found = readPublicKey(text);
  if (!found) throw new UsageError('--public takes the DER of an Ed25519 key in base64url');
  return found;
};

/**
 * Adds a publisher's key to the list that a gateway believes, which its operator keeps and no registry.
 * @returns the key's id
 */
export const pinKey = (values: PinValues): string => {
  const key = publicKeyOf(values);
  const id = keyIdOf(key);
  const file = values.file ?? pinnedFile(required(values.data, '--data or --file'));
  const { person } = values;
  pin(file, [
    {
      ...{ id, publicKey: publicKeyText(key), from: new Date().toISOString() },
      ...{ organization: required(values.organization, '--organization'), role: 'publisher' },
      subgraphs: required(values.subgraphs, '--subgraphs').split(','),
      ...(person !== undefined && { person }),
    },
  ]);
  return id;
};
