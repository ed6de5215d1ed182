import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { CLAIM_WEEK, COUNT, PRUNE } from './market.statement.ts';

/** Returns the Monday of the week in Jakarta. */
const mondayOf = (now: Date): string => {
  const isoDay = (new Date(jakartaDayAfter(now, 0)).getUTCDay() + 6) % 7;
  return jakartaDayAfter(now, -isoDay);
};

/**
 * Counts demand and supply of this week: once, by one process, so that a figure moves with no single person.
 * @returns whether this call did it
 */
export const countLabourMarket = (em: EntityManager, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const week = mondayOf(now);
    if ((await execute(tx, CLAIM_WEEK, [week, now])).rows.length === 0) return false;
    await execute(tx, `set local statement_timeout = '10min'`);
    await execute(tx, COUNT, [week, now]);
    await execute(tx, PRUNE, [week]);
    return true;
  });
