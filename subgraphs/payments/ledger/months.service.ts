import type { Database } from '../../kit/database.ts';
import type { Kit, Work } from '../../kit/feature.ts';
import { createMonths } from '../../kit/months.ts';
import { daily } from '../../kit/periodic.ts';

/** Makes the partitions of postings for this month and the next two. */
export const createPostingMonths = (database: Pick<Database, 'pool'>, now: Date): Promise<void> =>
  createMonths(database, 'create_posting_month', now);

export const postingMonths = ({ database, log, now }: Pick<Kit, 'database' | 'log' | 'now'>): Work =>
  daily(() => createPostingMonths(database, now()), { log, failure: 'no partition of postings was made' });
