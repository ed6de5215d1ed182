import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportError } from '../import.error.ts';

/** Bytes of texts that are kept in memory; what is more goes to a file. */
const IN_MEMORY = 16 * 1024 * 1024;
const FLUSH = 1024 * 1024;
const MOST_STRINGS = 8_000_000;

/** Texts that the cells of a workbook share, by their index: the first ones in memory, the rest in a file. */
export class SharedStrings {
  #starts = new Float64Array(4_096);
  #count = 0;
  #bytes = 0;
  #memory: Buffer = Buffer.alloc(64 * 1024);
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #written = 0;
  /** Bytes in memory, once there is a file. */
  #inMemory = 0;
  #file: { directory: string; descriptor: number } | undefined;

  add(text: string): void {
    if (this.#count >= MOST_STRINGS)
      throw new ImportError('the workbook has more than 8,000,000 texts: save it as CSV');
    if (this.#count + 1 >= this.#starts.length) {
      const larger = new Float64Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    const bytes = Buffer.from(text, 'utf8');
    this.#starts[this.#count] = this.#bytes;
    this.#count += 1;
    this.#bytes += bytes.length;
    this.#starts[this.#count] = this.#bytes;
    if (this.#bytes <= IN_MEMORY && !this.#file) this.#remember(bytes);
    else this.#spill(bytes);
  }

  /** The text of an index; empty when there is none. */
  get(index: number): string {
    if (!(index >= 0 && index < this.#count)) return '';
    const from = this.#starts[index] ?? 0;
    const to = this.#starts[index + 1] ?? from;
    const kept = this.#file ? this.#inMemory : this.#bytes;
    if (to <= kept) return this.#memory.toString('utf8', from, to);
    this.#flush();
    const bytes = Buffer.alloc(to - from);
    if (this.#file) readSync(this.#file.descriptor, bytes, 0, bytes.length, from - kept);
    return bytes.toString('utf8');
  }

  close(): void {
    if (!this.#file) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.directory, { recursive: true, force: true });
    this.#file = undefined;
  }

  #remember(bytes: Buffer): void {
    const from = this.#bytes - bytes.length;
    if (this.#bytes > this.#memory.length) {
      const larger = Buffer.alloc(Math.max(this.#memory.length * 2, this.#bytes));
      this.#memory.copy(larger, 0, 0, from);
      this.#memory = larger;
    }
    bytes.copy(this.#memory, from);
  }

  #spill(bytes: Buffer): void {
    if (!this.#file) {
      this.#inMemory = this.#bytes - bytes.length;
      const directory = mkdtempSync(join(tmpdir(), 'prakerja-import-'));
      this.#file = { directory, descriptor: openSync(join(directory, 'strings'), 'wx+', 0o600) };
    }
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > FLUSH) this.#flush();
  }

  #flush(): void {
    if (!this.#file || this.#pendingBytes === 0) return;
    const bytes = Buffer.concat(this.#pending);
    writeSync(this.#file.descriptor, bytes, 0, bytes.length, this.#written);
    this.#written += bytes.length;
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

/** Letters that XML cannot hold are written as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
