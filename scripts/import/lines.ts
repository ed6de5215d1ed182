import { createReadStream } from 'node:fs';
import type { FileFacts } from './inspect.ts';

export interface Line {
  /** Counts from 1. */
  number: number;
  text: string;
  /** Whether the line went on beyond what is kept of one. */
  isCut: boolean;
}

/** Characters of one line that are kept. */
export const MOST_CHARACTERS = 1_000_000;

const ends = /\r\n|\n|\r/g;

/** Splits a text that comes in pieces at line ends of every system; of endless lines it keeps the beginning. */
export class LineSplitter {
  #rest = '';
  #number = 0;
  #isCut = false;

  push(piece: string): Line[] {
    const text = this.#rest + piece;
    const lines: Line[] = [];
    let from = 0;
    for (const { 0: end, index } of text.matchAll(ends)) {
      // The other half of the line end may be in the next piece.
      if (end === '\r' && index === text.length - 1) break;
      lines.push(this.#line(text.slice(from, index)));
      from = index + end.length;
    }
    this.#keep(text.slice(from));
    return lines;
  }

  end(): Line[] {
    return this.#rest === '' && !this.#isCut ? [] : [this.#line(this.#rest.replace(/\r$/, ''))];
  }

  #line(text: string): Line {
    const isCut = this.#isCut || text.length > MOST_CHARACTERS;
    this.#isCut = false;
    this.#number += 1;
    return { number: this.#number, text: isCut ? text.slice(0, MOST_CHARACTERS) : text, isCut };
  }

  #keep(rest: string): void {
    this.#rest = rest;
    if (rest.length <= MOST_CHARACTERS) return;
    this.#isCut = true;
    // A last \r stays: it may be half of a line end.
    this.#rest = rest.slice(0, MOST_CHARACTERS) + (rest.endsWith('\r') ? '\r' : '');
  }
}

export interface ReadPosition {
  /** Bytes that were read so far. */
  bytes: number;
}

/** Lines of a text file in its encoding, those of one piece of it at a time. */
export async function* linesOf({ file, encoding }: FileFacts, reading: ReadPosition): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(encoding);
  const splitter = new LineSplitter();
  for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
    const bytes = chunk as Buffer;
    reading.bytes += bytes.length;
    yield splitter.push(decoder.decode(bytes, { stream: true }));
  }
  yield [...splitter.push(decoder.decode()), ...splitter.end()];
}
