import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import type { Logger } from '../../kit/log.ts';
import type { MarkLimits } from './shared-mark.kind.ts';
import { COUNT_AGAIN, COUNT_NEXT, IS_DUE } from './shared-mark.statement.ts';

export interface SharedMarkOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
  now: () => Date;
  limits: MarkLimits;
}

// "mark", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x6d_61_72_6b;
/** There is one queue. */
const QUEUE = 1;
/** People, or marks, of one statement. */
const AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/**
 * Counts beside the requests how many accounts have the same phone, address, card or device: that of each person who
 * registered or corrected it, and once a day those that are flagged.
 */
export const sharedMarksOf = ({ database, log, now, limits }: SharedMarkOptions): FencedWork => {
  const usual = [Object.keys(limits), Object.values(limits)];
  const yesterday = () => new Date(now().getTime() - DAY_MS);
  return new FencedWork({
    name: 'marks that accounts share',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => ((await database.rows(IS_DUE, [yesterday()]))[0]?.isDue ? [QUEUE] : []),
    advance: async (client) => {
      const next = await execute(client, COUNT_NEXT, [AT_ONCE, now(), ...usual]);
      const again = await execute(client, COUNT_AGAIN, [yesterday(), AT_ONCE, now(), ...usual]);
      return (next.rows[0]?.people ?? 0) === AT_ONCE || (again.rows[0]?.marks ?? 0) === AT_ONCE;
    },
  });
};
