import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Names people to one subgraph: the same person always has the same name there, and another one everywhere else. */
export interface PersonIds {
  seal(id: string): string;
  /** Undefined for what this gateway did not seal for this subgraph. */
  open(sealed: string): string | undefined;
}

const tagBytes = 16;
const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;
const sealedPattern = /^[\w-]{23,2000}$/;

/** Says what the first byte stands for: a UUID is packed, whatever else an id may be is not. */
const packed = 0;
const plain = 1;

const bytesOf = (id: string): Buffer =>
  uuid.test(id)
    ? Buffer.from(`0${packed}${id.replaceAll('-', '')}`, 'hex')
    : Buffer.concat([Buffer.from([plain]), Buffer.from(id)]);

const idOf = (bytes: Buffer): string | undefined => {
  if (bytes[0] === plain) return bytes.toString('utf8', 1);
  if (bytes[0] !== packed || bytes.length !== 17) return undefined;
  const hex = bytes.toString('hex', 1);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const sealer = (key: Buffer): PersonIds => {
  const keys = Buffer.from(hkdfSync('sha256', key, '', 'prakerja person ids v1', 64));
  const macKey = keys.subarray(0, 32);
  const cipherKey = keys.subarray(32);
  const tagOf = (bytes: Buffer) => createHmac('sha256', macKey).update(bytes).digest().subarray(0, tagBytes);
  return {
    seal(id) {
      const bytes = bytesOf(id);
      const tag = tagOf(bytes);
      return Buffer.concat([tag, createCipheriv('aes-256-ctr', cipherKey, tag).update(bytes)]).toString('base64url');
    },
    open(sealed) {
      if (!sealedPattern.test(sealed)) return undefined;
      const all = Buffer.from(sealed, 'base64url');
      // One text for each name: base64 has unused bits at its end.
      if (all.toString('base64url') !== sealed) return undefined;
      const tag = all.subarray(0, tagBytes);
      const bytes = createDecipheriv('aes-256-ctr', cipherKey, tag).update(all.subarray(tagBytes));
      return timingSafeEqual(tag, tagOf(bytes)) ? idOf(bytes) : undefined;
    },
  };
};

/**
 * Deterministic authenticated encryption as RFC 5297 composes it, with HMAC-SHA-256 in the place of CMAC: the first
 * vector is a code over the id, and AES in counter mode runs from it. No table is kept.
 * @param keys 32 bytes each that are this subgraph's alone: the first one seals, what any of them sealed is opened
 */
export const personIdsUnder = (...keys: readonly Buffer[]): PersonIds => {
  const all = keys.map(sealer);
  const [first] = all;
  if (!first) throw new RangeError('no key seals');
  return {
    seal: first.seal,
    open(sealed) {
      for (const { open } of all) {
        const id = open(sealed);
        if (id !== undefined) return id;
      }
      return undefined;
    },
  };
};
