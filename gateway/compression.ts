import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ContentCoding } from './explorer/compressed.ts';

/** Answers below it, in bytes, are sent as they are: what compression costs at all would double their CPU (ADR 41). */
export const smallestCompressed = 16 * 1024;
/** Compressions at a time, of all threads for such work half: beyond it answers are sent as they are. */
const mostAtOnce = 2;

const gzipLevel = { level: 1 };
const brotliQuality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

const inGzip = promisify(gzip);
const inBrotli = promisify(brotliCompress);

const coders = {
  gzip: (content: string) => inGzip(content, gzipLevel),
  br: (content: string) => inBrotli(content, brotliQuality),
};

/** Compresses answers, in threads of their own. */
export class Compression {
  #underWay = 0;

  /** Undefined where the text is sent as it is: it is small, the client takes no coding, or too much is under way. */
  async of(text: string, coding: ContentCoding): Promise<Buffer | undefined> {
    if (text.length < smallestCompressed || coding === 'identity' || this.#underWay >= mostAtOnce) return undefined;
    this.#underWay++;
    try {
      return await coders[coding](text);
    } finally {
      this.#underWay--;
    }
  }
}
