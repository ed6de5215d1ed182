import { openSync, readSync } from 'node:fs';
import { VerificationError } from './hashes.mjs';

/** The lines of a file one by one, as bytes; null after the last. */
export class Lines {
  #file;
  #bytes = Buffer.alloc(0);
  #at = 0;

  constructor(path) {
    this.#file = openSync(path);
  }

  next() {
    let end = this.#bytes.indexOf(10, this.#at);
    while (end < 0) {
      const block = Buffer.allocUnsafe(2 ** 22);
      const length = readSync(this.#file, block);
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), block.subarray(0, length)]);
      this.#at = 0;
      if (length === 0 && this.#bytes.length === 0) return null;
      end = length === 0 ? this.#bytes.length : this.#bytes.indexOf(10);
    }
    const line = this.#bytes.subarray(this.#at, end);
    this.#at = end + 1;
    return line;
  }
}

/** The value of each lower-case digit; other bytes make a number beyond 255. */
const DIGITS = new Uint16Array(256).fill(0x1000);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;
/** Offsets of the 16 bytes of an id in its text, which is divided by dashes. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DASHES = [8, 13, 18, 23];

/** Reads the id that a line begins with. @returns whether it is one, with a space behind it */
const readId = (line, into) => {
  let wrong = 0;
  for (let at = 0; at < 16; at += 1) {
    const value = DIGITS[line[PLACES[at]]] * 16 + DIGITS[line[PLACES[at] + 1]];
    into[at] = value;
    wrong |= value >> 8;
  }
  return wrong === 0 && line[36] === 32 && DASHES.every((offset) => line[offset] === 45);
};

/**
 * The entries of the file in turn: leaf of the tree, bytes and region. Each is valid until the next is read.
 * @param report is told of each entry's place
 */
export function* entriesOf(lines, count, report = () => undefined) {
  const leaf = Buffer.alloc(1 + 16 + 5);
  const entry = leaf.subarray(1, 17);
  const last = Buffer.alloc(16);
  for (let at = 0; at < count; at += 1) {
    const line = lines.next();
    if (!line) throw new VerificationError(`the file ends after ${at} of ${count} entries`);
    const code = line.toString('latin1', 37);
    const isEntry = readId(line, entry) && /^\d\d(\.\d\d)?$/.test(code);
    if (!isEntry) throw new VerificationError(`line ${at + 2} is no entry: ${line.toString('latin1', 0, 60)}`);
    if (at > 0 && last.compare(entry) >= 0)
      throw new VerificationError(`line ${at + 2} is not in order, or occurs twice`);
    last.set(entry);
    report(at);
    leaf.write(code, 17, 'latin1');
    yield { entry, code, leaf: leaf.subarray(0, 17 + code.length) };
  }
}
