import { AuditTables } from '../../kit/audit/tables.ts';
import { CoursesAndEnrollments } from './001-courses-and-enrollments.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [
  { name: '001-courses-and-enrollments', class: CoursesAndEnrollments },
  { name: '002-audit', class: AuditTables },
];
