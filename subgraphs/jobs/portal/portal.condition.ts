/** Portals that are suspended, a few: an array that a statement makes once. */
const suspended = 'array(select id from portal where is_suspended)';

/** Condition in SQL: `row`, which has a `portal_id`, is of a portal that is not suspended. */
export const isOfActivePortal = (row: string): string => `${row}.portal_id <> all (${suspended})`;
