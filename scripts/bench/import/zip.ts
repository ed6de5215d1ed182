import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  name: string;
  data: Buffer;
  /** Bytes that the archive says the part has, when it lies. */
  statedBytes?: number;
}

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const headerOf = ({ name, data, statedBytes = data.length }: Part, packed: Buffer): Buffer =>
  Buffer.concat([
    ...[20, 0x800, 8, 0, 0x21].map(u16),
    ...[crc32(data), packed.length, statedBytes].map(u32),
    u16(Buffer.byteLength(name)),
    u16(0),
  ]);

/** An archive of the parts, as a spreadsheet program would write it. */
export const zipOf = (parts: readonly Part[]): Buffer => {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = deflateRawSync(part.data, { level: 1 });
    const header = headerOf(part, packed);
    const name = Buffer.from(part.name);
    const written = Buffer.concat([u32(0x04034b50), header, name, packed]);
    local.push(written);
    // Comment's length, disk, attributes of two kinds, and where the part begins.
    central.push(u32(0x02014b50), u16(20), header, ...[0, 0, 0].map(u16), u32(0), u32(offset), name);
    offset += written.length;
  }
  const directory = Buffer.concat(central);
  const count = u16(parts.length);
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)];
  return Buffer.concat([...local, directory, ...end]);
};
