import { execute, type Transaction } from '../../kit/database.ts';
import { NEWEST_LIST, OPEN_LIST, TAKE_PLACE } from './certificate.statement.ts';

/** How often a place is looked for before a new list is opened; each time in 16 places. */
const TRIES = 3;
/** More lists than these are opened at once by no crowd. */
const MOST_LISTS = 5;

export interface StatusPlace {
  list: number;
  place: number;
}

/**
 * Takes a place for a certificate in a status list, at random, so that neighbours in a list have nothing in common.
 * @throws Error when no list has one
 */
export const takePlace = async (tx: Transaction, certificateId: string, now: Date): Promise<StatusPlace> => {
  for (let lists = 0; lists < MOST_LISTS; lists += 1) {
    const [newest] = (await execute(tx, NEWEST_LIST)).rows;
    const list = newest?.number ?? 0;
    for (let tried = 0; list > 0 && tried < TRIES; tried += 1) {
      const [taken] = (await execute(tx, TAKE_PLACE, [certificateId, list])).rows;
      if (taken) return taken;
    }
    // The one after that which was full: somebody may have opened it meanwhile.
    await execute(tx, OPEN_LIST, [list + 1, now]);
  }
  throw new Error('no status list has a free place');
};
