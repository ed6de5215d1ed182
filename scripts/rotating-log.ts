import {
  closeSync,
  copyFileSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';

export interface RotationOptions {
  /** The largest size of one file. */
  maximumBytes?: number;
  /** Full files that stay beside the one that is written. */
  kept?: number;
}

const MAXIMUM_BYTES = 4 * 1024 * 1024;
const KEPT = 2;

/** Opens it to be appended to, for its owner only. */
export const openLog = (path: string): number => {
  const file = openSync(path, 'a', 0o600);
  // It may be there from before, with other rights.
  fchmodSync(file, 0o600);
  return file;
};

/** Moves `.1` on to `.2` and so on; what is beyond `kept` is gone. */
const makeRoom = (path: string, kept: number): void => {
  for (let place = kept; place > 1; place -= 1) {
    if (existsSync(`${path}.${place - 1}`)) renameSync(`${path}.${place - 1}`, `${path}.${place}`);
  }
};

/** Empties a full log that another process goes on appending to, and keeps a copy beside it. */
export const cutLog = (path: string, { maximumBytes = MAXIMUM_BYTES, kept = KEPT }: RotationOptions = {}): void => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= maximumBytes) return;
  makeRoom(path, kept);
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
};

/** A log for its owner only, which begins a new file when the one it writes is full. */
export class RotatingLog {
  readonly #path: string;
  readonly #maximumBytes: number;
  readonly #kept: number;
  #file: number | undefined;
  #bytes = 0;

  constructor(path: string, { maximumBytes = MAXIMUM_BYTES, kept = KEPT }: RotationOptions = {}) {
    this.#path = path;
    this.#maximumBytes = maximumBytes;
    this.#kept = kept;
    this.#open();
  }

  /** Written when it returns. A full disk costs lines, not the process that writes them. */
  write(chunk: Buffer | string): void {
    if (this.#file === undefined) return;
    const bytes = Buffer.from(chunk);
    try {
      if (this.#bytes > 0 && this.#bytes + bytes.length > this.#maximumBytes) this.#rotate(this.#file);
      this.#bytes += writeSync(this.#file, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): void {
    this.#file = openLog(this.#path);
    this.#bytes = fstatSync(this.#file).size;
  }

  #rotate(file: number): void {
    closeSync(file);
    makeRoom(this.#path, this.#kept);
    renameSync(this.#path, `${this.#path}.1`);
    this.#open();
  }
}
