import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { acceptedSecrets } from '../../kit/rotating-secret.ts';
import type { Secret } from '../../kit/vault/secret.ts';

const proofUnder = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('base64url');

/** Makes proofs of NIKs, under each of its keys; holds them where no inspection prints them. */
export class NikProofs {
  readonly #keys: readonly KeyObject[];
  /** Names of the keys that tell nothing of them; none of them is the proof of a NIK, which is 16 digits. */
  readonly keyIds: readonly string[];

  /** @param keys 32 bytes in base64url, used for nothing else; several, separated by commas, while they are rotated */
  constructor(keys: string) {
    this.#keys = acceptedSecrets(keys).map((key) => createSecretKey(key, 'base64url'));
    this.keyIds = this.#keys.map((key) => proofUnder(key, 'id').slice(0, 16));
  }

  /** HMAC-SHA-256 of the 16 digits, in base64url without padding: what a payment partner makes of its customer's NIK. */
  of(nik: Secret<'nik'>): string[] {
    return this.#keys.map((key) => proofUnder(key, nik.reveal()));
  }
}
