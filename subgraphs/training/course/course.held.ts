import { sql } from 'kysely';

/**
 * Whether a row with `platform_id` and `institution_id` is of a suspended organisation. It is read, not kept with the
 * course: a platform of 50,000 courses is suspended and resumed by one row, and few ever are.
 */
export const isHeld = sql<boolean>`(platform_id in (select id from platform where is_suspended)
  or institution_id in (select id from institution where is_suspended))`;
