import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const counts = z.record(z.string(), z.number());

/** How many records had each outcome. */
export type Counts = Readonly<z.infer<typeof counts>>;

const shape = z.object({
  /** What must be the same for an import to go on: the file, its columns, the gateway, the stated time. */
  identity: z.string(),
  /** Distinguishes the calls of this import from those of another of the same file. */
  run: z.string(),
  asOf: z.string(),
  /** Batches that are done, from the first on. */
  batches: z.number(),
  /** Bytes of the reject file that belong to them. */
  rejectBytes: z.number(),
  counts,
  /** References of rejected rows, which a full file names all the same. */
  kept: z.array(z.string()),
  /** Rejected rows whose reference is uncertain. */
  unnamed: z.number(),
  /** Whether the last batch is done, and only withdrawing is left. */
  isRead: z.boolean(),
});

/** How far an import has come; kept in a file next to its input. */
export type State = z.infer<typeof shape>;

export const stateFileOf = (file: string): string => `${file}.import.json`;

const readState = (path: string): State | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // What cannot be read is begun anew: the graph takes the same record twice without harm.
    return undefined;
  }
};

export interface StateOptions {
  identity: string;
  asOf: string;
  /** Whether what is left to do after the last batch is wanted too. */
  isFull: boolean;
}

/** The state of an import of the same file that was interrupted, or a new one. */
export const openState = (file: string, { identity, asOf, isFull }: StateOptions): State => {
  const known = readState(stateFileOf(file));
  if (known && known.identity === identity && (!known.isRead || isFull)) return known;
  return {
    identity,
    run: randomUUID(),
    asOf,
    batches: 0,
    rejectBytes: 0,
    counts: {},
    kept: [],
    unnamed: 0,
    isRead: false,
  };
};

/** Writes the state as a whole or not at all. */
export const saveState = (file: string, state: State): void => {
  const path = stateFileOf(file);
  writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

export const removeState = (file: string): void => rmSync(stateFileOf(file), { force: true });
