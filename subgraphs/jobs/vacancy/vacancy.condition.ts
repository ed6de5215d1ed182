import { isOfActivePortal } from '../portal/index.ts';

/**
 * Condition in SQL: a row of `vacancy` or `vacancy_skill` is shown to job seekers, since it is open, not held by
 * moderation, and its portal is not suspended.
 */
export const isShown = (row: string): string => `(${row}.is_open and ${isOfActivePortal(row)})`;
