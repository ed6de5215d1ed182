import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

/** How far a version of a course has come. */
export enum VersionStatus {
  SUBMITTED = 'SUBMITTED',
  UNDER_ASSESSMENT = 'UNDER_ASSESSMENT',
  ACTIVE = 'ACTIVE',
  REJECTED = 'REJECTED',
  REPLACED = 'REPLACED',
  WITHDRAWN = 'WITHDRAWN',
}

/** How far a version comes. Other content is another version: none of them comes back. */
export const versionTransition = transitionsOf<VersionStatus>('course_version', {
  SUBMITTED: ['UNDER_ASSESSMENT', 'REJECTED', 'REPLACED', 'WITHDRAWN'],
  UNDER_ASSESSMENT: ['ACTIVE', 'REJECTED', 'REPLACED', 'WITHDRAWN'],
  ACTIVE: ['REPLACED'],
  REJECTED: [],
  REPLACED: [],
  WITHDRAWN: [],
});

/** Writes a statement, or a common table expression, that moves versions of courses. */
export const versionMoves = movesOf('course_version', versionTransition);
