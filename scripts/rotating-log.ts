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

/** Does what a full or broken disk may refuse: that costs lines of a log, not the process that keeps it. */
const attempt = (work: () => void): void => {
  try {
    work();
  } catch {
    // Where it could be told there is no room, either.
  }
};

/** Empties a full log that another process goes on appending to, and keeps a copy beside it where there is room. */
export const cutLog = (path: string, { maximumBytes = MAXIMUM_BYTES, kept = KEPT }: RotationOptions = {}): void => {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= maximumBytes) return;
  attempt(() => {
    makeRoom(path, kept);
    copyFileSync(path, `${path}.1`);
  });
  attempt(() => truncateSync(path));
};

/** A log for its owner only, which begins a new file when the one it writes is full. */
export class RotatingLog {
  readonly #path: string;
  readonly #maximumBytes: number;
  readonly #kept: number;
  /** Undefined after its end, and while it cannot be opened. */
  #file: number | undefined;
  #isClosed = false;
  #bytes = 0;

  /** @throws Error when it cannot be opened: who starts looks at it */
  constructor(path: string, { maximumBytes = MAXIMUM_BYTES, kept = KEPT }: RotationOptions = {}) {
    this.#path = path;
    this.#maximumBytes = maximumBytes;
    this.#kept = kept;
    this.#open();
  }

  /** Written when it returns. A full or read-only disk costs lines, not the process that writes them. */
  write(chunk: Buffer | string): void {
    if (this.#isClosed) return;
    const bytes = Buffer.from(chunk);
    attempt(() => {
      if (this.#bytes > 0 && this.#bytes + bytes.length > this.#maximumBytes) this.#rotate();
      this.#bytes += writeSync(this.#file ?? this.#open(), bytes);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#closeFile();
  }

  #open(): number {
    const file = openLog(this.#path);
    this.#file = file;
    this.#bytes = fstatSync(file).size;
    return file;
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) attempt(() => closeSync(file));
  }

  #rotate(): void {
    this.#closeFile();
    attempt(() => {
      makeRoom(this.#path, this.#kept);
      renameSync(this.#path, `${this.#path}.1`);
    });
    // One that cannot be moved away must not grow either.
    if (fstatSync(this.#open()).size > 0) truncateSync(this.#path);
    this.#bytes = 0;
  }
}
