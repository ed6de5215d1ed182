import { type Readable, Transform } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ImportError } from '../import.error.ts';

/** Bounds against archives that swell: a sheet of text shrinks ten to thirty times. */
const MOST_ENTRIES = 2_000;
const MOST_RATIO = 200;
const RATIO_FROM_BYTES = 16 * 1024 * 1024;
const MOST_BYTES = 8 * 1024 * 1024 * 1024;

const bomb = () => new ImportError('the workbook swells beyond measure when it is unpacked: save it anew, or as CSV');

const guard = ({ compressedSize }: Entry): Transform => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      const isBomb = bytes > MOST_BYTES || (bytes > RATIO_FROM_BYTES && bytes > MOST_RATIO * compressedSize);
      if (isBomb) done(bomb());
      else done(null, chunk);
    },
  });
};

/** The parts of a workbook, each read in pieces and within bounds. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws ImportError when it is no archive, or one of more parts than a workbook has */
  static async open(file: string): Promise<Archive> {
    const zip = await openPromise(file, { autoClose: false, lazyEntries: true }).catch((cause: Error) => {
      throw new ImportError(`the workbook is damaged (${cause.message}): save it again`);
    });
    const entries = new Map<string, Entry>();
    try {
      for await (const entry of zip.eachEntry()) {
        if (entries.size >= MOST_ENTRIES) throw bomb();
        entries.set(entry.fileName.toLowerCase(), entry);
      }
    } catch (error) {
      zip.close();
      throw error instanceof ImportError
        ? error
        : new ImportError(`the workbook is damaged: ${(error as Error).message}`);
    }
    return new Archive(zip, entries);
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** Bytes of a part as its archive states them; 0 for one that is not there. */
  sizeOf(name: string): number {
    return this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  /** @throws ImportError when there is no such part */
  async read(name: string): Promise<Readable> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new ImportError(`the workbook has no part ${name}: it is no .xlsx, or it is damaged`);
    if (entry.isEncrypted()) throw new ImportError('the workbook has a password: save it without one');
    const stream = await this.#zip.openReadStreamPromise(entry);
    const guarded = guard(entry);
    stream.on('error', (error) => guarded.destroy(error));
    guarded.on('close', () => stream.destroy());
    return stream.pipe(guarded);
  }

  close(): void {
    this.#zip.close();
  }
}
