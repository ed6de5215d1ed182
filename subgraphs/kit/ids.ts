import { randomPart } from './random.ts';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, then `random` (10 bytes, random unless given). */
export const uuidv7 = (atMs: number = Date.now(), random: Uint8Array = randomPart(10)): string => {
  const byte = (at: number) => hex[random[at] ?? 0];
  const time = atMs.toString(16).padStart(12, '0');
  const version = hex[0x70 | ((random[0] ?? 0) & 0x0f)];
  const variant = hex[0x80 | ((random[2] ?? 0) & 0x3f)];
  const head = `${time.slice(0, 8)}-${time.slice(8)}-${version}${byte(1)}-${variant}${byte(3)}`;
  return `${head}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Decides whether a client's id is a UUID: another text names nothing, and PostgreSQL would report an error. */
export const isUuid = (id: string): boolean => uuid.test(id);
