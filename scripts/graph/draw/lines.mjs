import { openSync, readSync } from 'node:fs';
import { check, VerificationError } from './hashes.mjs';

/** Byte-order marks, and for UTF-16 which byte of two is the one of ASCII. */
const MARKS = [
  { mark: Buffer.from('\ufeff') },
  { mark: Buffer.from([0xff, 0xfe]), letter: 0 },
  { mark: Buffer.from([0xfe, 0xff]), letter: 1 },
];

/** ASCII from UTF-16: of each two bytes one is 0. */
const fromUtf16 = (bytes, letter) => {
  const text = Buffer.allocUnsafe(bytes.length >> 1);
  let wrong = bytes.length & 1;
  for (let at = 0; at < text.length; at += 1) {
    text[at] = bytes[2 * at + letter];
    wrong |= bytes[2 * at + 1 - letter];
  }
  check(wrong === 0, 'the file is UTF-16, and holds more than letters and digits');
  return text;
};

const isBlank = (byte) => byte === 9 || byte === 13 || byte === 32;

/**
 * The lines of a file one by one, as bytes; null after the last. What editors, mail and copies add to a text is none of
 * the list, and left out: byte-order marks, UTF-16, and CR and blanks at the ends of lines.
 */
export class Lines {
  #file;
  #bytes = Buffer.alloc(0);
  #at = 0;
  #start;

  constructor(path) {
    this.#file = openSync(path);
  }

  #read() {
    const block = Buffer.allocUnsafe(2 ** 22);
    let bytes = block.subarray(0, readSync(this.#file, block));
    if (!this.#start) {
      this.#start = MARKS.find(({ mark }) => mark.equals(bytes.subarray(0, mark.length))) ?? { mark: '' };
      bytes = bytes.subarray(this.#start.mark.length);
    }
    const { letter } = this.#start;
    return letter === undefined ? bytes : fromUtf16(bytes, letter);
  }

  next() {
    let end = this.#bytes.indexOf(10, this.#at);
    while (end < 0) {
      const block = this.#read();
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), block]);
      this.#at = 0;
      if (block.length === 0 && this.#bytes.length === 0) return null;
      end = block.length === 0 ? this.#bytes.length : this.#bytes.indexOf(10);
    }
    const from = this.#at;
    this.#at = end + 1;
    while (end > from && isBlank(this.#bytes[end - 1])) end -= 1;
    return this.#bytes.subarray(from, end);
  }

  /** The next line that is not empty: those at the end of a file say nothing. */
  nextText() {
    let line = this.next();
    while (line?.length === 0) line = this.next();
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
