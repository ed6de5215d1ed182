import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../../kit/vault/secret.ts';

/** Makes proofs of NIKs; holds its key where no inspection prints it. */
export class NikProofs {
  readonly #key: KeyObject;

  /** @param key 32 bytes in base64url, used for nothing else */
  constructor(key: string) {
    this.#key = createSecretKey(key, 'base64url');
  }

  /** HMAC-SHA-256 of the 16 digits, in base64url without padding: what a payment partner makes of its customer's NIK. */
  of(nik: Secret<'nik'>): string {
    return createHmac('sha256', this.#key).update(nik.reveal()).digest('base64url');
  }
}
