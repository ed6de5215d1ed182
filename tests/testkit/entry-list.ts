import { LIST_BYTES } from '../../subgraphs/pmo/draw/entry-list.ts';
import { sortedList } from '../../subgraphs/pmo/draw/hashing.ts';
import { ReadEntries } from '../../subgraphs/pmo/draw/read-entries.ts';

/** The list that a freeze makes of entries that arrive in this order, and how many each region has. */
export const listOf = async (entries: readonly (readonly [entry: Uint8Array, regionCode: string])[]) => {
  const read = new ReadEntries(new SharedArrayBuffer(entries.length * LIST_BYTES));
  read.add(Buffer.concat(entries.map(([entry]) => entry)), Buffer.from(entries.map(([, code]) => code).join()));
  const { counts, numbers } = read.regions();
  return { list: await sortedList(read.list, numbers), counts };
};
