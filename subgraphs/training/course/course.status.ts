import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

export enum CourseStatus {
  DRAFT = 'DRAFT',
  SUBMITTED = 'SUBMITTED',
  UNDER_ASSESSMENT = 'UNDER_ASSESSMENT',
  ACTIVE = 'ACTIVE',
  WATCHED = 'WATCHED',
  SUSPENDED = 'SUSPENDED',
  DELISTED = 'DELISTED',
}

/**
 * How far a course comes. What is sent back is a DRAFT again; what was withdrawn can be submitted anew, and so does other
 * content during an assessment.
 */
export const transition = transitionsOf<CourseStatus>('course', {
  DRAFT: ['SUBMITTED', 'DELISTED'],
  SUBMITTED: ['UNDER_ASSESSMENT', 'DRAFT', 'DELISTED'],
  UNDER_ASSESSMENT: ['SUBMITTED', 'ACTIVE', 'DRAFT', 'DELISTED'],
  ACTIVE: ['WATCHED', 'SUSPENDED', 'DELISTED'],
  WATCHED: ['ACTIVE', 'SUSPENDED', 'DELISTED'],
  SUSPENDED: ['ACTIVE', 'WATCHED', 'DELISTED'],
  DELISTED: ['SUBMITTED'],
});

/** Writes a statement, or a common table expression, that moves courses. */
export const courseMoves = movesOf('course', transition);
