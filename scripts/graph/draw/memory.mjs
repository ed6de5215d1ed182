import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const writeWhole = (path, value) => {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, `${JSON.stringify(value, null, 1)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
};

const read = (path, what) => {
  if (!existsSync(path)) throw new Error(`${what} ${path} is missing`);
  return JSON.parse(readFileSync(path, 'utf8'));
};

/**
 * What a witness has signed. The file of its key counts the signatures: a memory that is lost, or an older copy of it, has
 * fewer, and nothing is signed any more.
 */
export class Memory {
  #keyFile;
  #file;

  /** Writes a new key and an empty memory. @throws Error when one of them exists */
  static create({ keyFile, memoryFile, key }) {
    for (const path of [keyFile, memoryFile]) if (existsSync(path)) throw new Error(`${path} exists already`);
    writeWhole(memoryFile, { key: key.key, signed: [] });
    writeWhole(keyFile, { ...key, count: 0 });
  }

  /** @throws Error when the memory is lost, or that of another key */
  constructor({ keyFile, memoryFile }) {
    this.#keyFile = keyFile;
    this.#file = memoryFile;
    this.key = read(keyFile, 'the key');
    const { key, signed } = read(memoryFile, 'the memory of what this key has signed,');
    if (key !== this.key.key) throw new Error(`${memoryFile} is the memory of another key`);
    if (signed.length < this.key.count) {
      throw new Error(`the memory has ${signed.length} of ${this.key.count} signatures: part of it was lost`);
    }
    this.signed = signed;
  }

  of(wave, attempt) {
    return this.signed.find((each) => each.wave === wave && each.attempt === attempt);
  }

  /** Keeps what is about to be signed, before anyone sees the signature. */
  add(entry) {
    this.signed.push(entry);
    writeWhole(this.#file, { key: this.key.key, signed: this.signed });
    this.key.count = this.signed.length;
    writeWhole(this.#keyFile, this.key);
  }
}
