import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { waitForErasures } from '../profile/index.ts';
import type { courseCompleted } from './outcome.events.ts';
import { CLAIM_MONTH, COMPLETE, PUBLISH } from './outcome.statement.ts';

/** Keeps that somebody completed a course. */
export const complete = async (em: EntityManager, data: EventData<typeof courseCompleted>): Promise<void> => {
  const { participant, enrollment, course, at } = data;
  await waitForErasures(em);
  await execute(em, COMPLETE, [participant, enrollment, course, new Date(at)]);
};

/** Returns the last month that is over in Jakarta: its first day, and the moment of its end. */
const lastMonth = (now: Date): { month: string; end: Date } => {
  const [year = 0, month = 0] = jakartaDayAfter(now, 0).split('-').map(Number);
  return {
    month: new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 10),
    end: new Date(`${new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)}T00:00:00+07:00`),
  };
};

/**
 * Publishes what became of those who completed a course, up to the end of the last month: once a month, by one process,
 * so that a figure moves with no single hire.
 * @returns whether this call did it
 */
export const publishOutcomes = (em: EntityManager, now: Date): Promise<boolean> =>
  em.transactional(async (tx) => {
    const { month, end } = lastMonth(now);
    if ((await execute(tx, CLAIM_MONTH, [month, now])).rows.length === 0) return false;
    await execute(tx, `set local statement_timeout = '10min'`);
    await execute(tx, PUBLISH, [month, end]);
    return true;
  });
