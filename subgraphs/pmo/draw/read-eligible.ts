import type { ClientBase } from 'pg';
import type { RegionCount } from '../quota/quota.service.ts';
import { copyOut } from './copy-out.ts';
import { eligibleOf, pagesOf } from './draw.statement.ts';
import { type EntryList, LIST_BYTES } from './entry-list.ts';
import { warmThreads } from './hashing.threads.ts';
import { sortedList } from './hashing.ts';
import { ReadEntries } from './read-entries.ts';
import { giveBack, takeMemory } from './shared-memory.ts';

/** That of the freeze's transaction, and idle ones that may read beside it. */
export type Connections = readonly [ClientBase, ...ClientBase[]];

/** Entries from which on threads will be needed. */
const WORTH_THREADS = 250_000;

// Pages are read where they lie; the planner would rather fetch each row through an index.
const BY_PAGES = 'set local enable_indexscan = off; set local enable_bitmapscan = off';

const inOwnTransaction = async (client: ClientBase, work: () => Promise<void>) => {
  await client.query(`begin read only; set local statement_timeout = 0; set local lock_timeout = '3s'`);
  await work().finally(() => client.query('rollback'));
};

/** By what each has at least: a page of 8 kB has no room for more people. */
const PEOPLE_A_PAGE = 128;

interface Pages {
  wave: number;
  pages: number;
}

/** Each connection has a snapshot of its own, and reads its share of the pages. */
const readPages = async ([client, ...others]: Connections, { wave, pages }: Pages, found: ReadEntries) => {
  const read = async (from: ClientBase, reader: number) => {
    await from.query(BY_PAGES);
    const rows = copyOut(from, eligibleOf(wave, { pages, reader, of: others.length + 1 }));
    for await (const [entries, codes] of rows as AsyncIterable<[Buffer, Buffer]>) {
      found.add(entries, codes);
      if (found.count > WORTH_THREADS) warmThreads();
    }
  };
  const reading = others.map((other, index) => inOwnTransaction(other, () => read(other, index + 1)));
  const ended = await Promise.allSettled([read(client, 0), ...reading]);
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
};

/**
 * The eligible entries of a wave in order, and how many each region has. The transaction must keep writers out before
 * this is called.
 */
export const readEligible = async (
  connections: Connections,
  wave: number,
): Promise<{ counts: RegionCount[]; list: EntryList }> => {
  const pages = (await connections[0].query<{ pages: number }>(pagesOf(wave))).rows[0]?.pages ?? 0;
  const memory = takeMemory(pages * PEOPLE_A_PAGE * LIST_BYTES);
  const found = new ReadEntries(memory);
  await readPages(connections, { wave, pages }, found);
  const { counts, numbers } = found.regions();
  const list = await sortedList(found.list, numbers);
  giveBack(memory);
  return { counts, list };
};
