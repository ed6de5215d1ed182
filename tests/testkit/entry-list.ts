import { listEntries, type ReadPart } from '../../subgraphs/pmo/draw/engine/index.ts';
import type { Entry } from '../../subgraphs/pmo/draw/reference.ts';

/** Entries as a connection would yield them, some at a time. */
async function* partsOf(entries: readonly Entry[], atOnce: number): AsyncGenerator<ReadPart> {
  for (let first = 0; first < entries.length; first += atOnce) {
    const part = entries.slice(first, first + atOnce);
    yield [Buffer.concat(part.map(({ id }) => id)), Buffer.from(part.map(({ region }) => region).join())];
  }
}

/** The list that a freeze makes of entries that arrive in this order, and how many each region has. */
export const listOf = (entries: readonly Entry[], atOnce = 1_000) =>
  listEntries([partsOf(entries, atOnce)], entries.length);
