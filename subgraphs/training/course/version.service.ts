import { execute, type Transaction } from '../../kit/database.ts';
import type { RowsOf } from '../../kit/statement.ts';
import type { CourseStatus } from './course.status.ts';
import { ACTIVATE, ASSESS, LOCK, moveStatement, REJECT, REPLACE_ACTIVE, VERSION_OF } from './version.statement.ts';

/** A version of a course, and what happens to it when. */
export interface VersionMove {
  course: string;
  number: number;
  at: Date;
}

/** A version with what a decision about it needs: its content, and whose it is. */
export type StoredVersion = RowsOf<typeof VERSION_OF>;

/**
 * Returns a version, or null, and locks its course until the transaction ends: take it before a decision.
 * @param number that of the version
 */
export const versionOf = async (tx: Transaction, course: string, number: number): Promise<StoredVersion | null> => {
  // Apart: the statement that waits for a lock goes on with the version as it was before.
  await execute(tx, LOCK, [course]);
  return (await execute(tx, VERSION_OF, [course, number])).rows[0] ?? null;
};

const changed = async (tx: Transaction, text: string, values: readonly unknown[]): Promise<boolean> =>
  (await execute(tx, text, values)).rows.length > 0;

/** Puts a SUBMITTED version under assessment. @returns whether it was SUBMITTED */
export const assessVersion = async (tx: Transaction, course: string, number: number): Promise<boolean> => {
  await execute(tx, LOCK, [course]);
  return changed(tx, ASSESS, [course, number]);
};

/**
 * Puts a version that is UNDER_ASSESSMENT on sale in the place of the one before: its content becomes the course's.
 * @returns whether it was UNDER_ASSESSMENT
 */
export const activateVersion = async (tx: Transaction, { course, number, at }: VersionMove): Promise<boolean> => {
  await execute(tx, LOCK, [course]);
  await execute(tx, REPLACE_ACTIVE, [course, number]);
  return changed(tx, ACTIVATE, [course, number, at]);
};

/** Rejects a version that waits for its decision. What is on sale stays. @returns whether it waited for one */
export const rejectVersion = async (tx: Transaction, { course, number, at }: VersionMove): Promise<boolean> => {
  await execute(tx, LOCK, [course]);
  return changed(tx, REJECT, [course, number, at]);
};

/**
 * Moves courses to a state from every one that leads there: one statement. What waits for a decision is withdrawn with a
 * course that becomes DELISTED.
 * @returns the ids of those that moved
 */
export const moveCourses = async (tx: Transaction, courses: readonly string[], to: CourseStatus): Promise<string[]> =>
  (await execute(tx, moveStatement(to), [courses])).rows.map(({ id }) => id);
