import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { LOCK_WAVES, REVIEW } from './revocation.statement.ts';

/**
 * Asks payments anew, or for the first time, about those of these people whose purchases were all undone while their wave
 * is revoked, or after it; 1,000 people at most, whose rows are locked.
 */
export const review = async (tx: EntityManager, people: readonly string[], now: Date): Promise<void> => {
  await execute(tx, LOCK_WAVES, [people]);
  await execute(tx, REVIEW, [people, now, uuidv7()]);
};
