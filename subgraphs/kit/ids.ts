import { randomBytes } from 'node:crypto';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, then `random` (10 bytes, random unless given). */
export const uuidv7 = (atMs: number = Date.now(), random: Uint8Array = randomBytes(10)): string => {
  const tail = Uint8Array.from(random);
  tail[0] = 0x70 | ((tail[0] ?? 0) & 0x0f);
  tail[2] = 0x80 | ((tail[2] ?? 0) & 0x3f);
  const digits = atMs.toString(16).padStart(12, '0') + hex(tail);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids are opaque to clients; one that is no UUID names nothing, and would be an error in PostgreSQL. */
export const isUuid = (id: string): boolean => uuid.test(id);
