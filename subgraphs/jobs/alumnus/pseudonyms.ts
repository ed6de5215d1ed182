import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Bytes that SHA-256 takes at a time (FIPS 180-4), to which HMAC fills its key up (RFC 2104). */
const BLOCK = 64;

/** A portal's key as HMAC applies it: before the message, and before the hash of that. */
export interface Pads {
  inner: Buffer;
  outer: Buffer;
}

/**
 * Keys of pseudonyms. Each portal has one of its own, derived from one secret: the statement that reads alumni gets that
 * of the asking portal only, and two portals cannot match what they see.
 */
export class Pseudonyms {
  readonly #key: KeyObject;

  /** @param key 32 bytes in base64url */
  constructor(key: string) {
    this.#key = createSecretKey(key, 'base64url');
  }

  padsOf(portalId: string): Pads {
    const key = Buffer.alloc(BLOCK);
    createHmac('sha256', this.#key).update(`alumni\0${portalId.toLowerCase()}`).digest().copy(key);
    const [inner, outer] = [0x36, 0x5c].map((pad) => key.map((byte) => byte ^ pad)) as [Buffer, Buffer];
    return { inner, outer };
  }
}

/** SQL of the pseudonym of `participant`: the first 16 bytes of HMAC-SHA256 over the bytes of the id. */
export const pseudonymSql = ({
  participant,
  inner,
  outer,
}: Record<'participant' | 'inner' | 'outer', string>): string =>
  `substring(sha256(${outer}::bytea || sha256(${inner}::bytea || uuid_send(${participant}))) for 16)`;
