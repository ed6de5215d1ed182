import { AuditTables } from '../../kit/audit/tables.ts';
import { CoursesAndEnrollments } from './001-courses-and-enrollments.ts';
import { Organizations } from './003-organizations.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [
  { name: '001-courses-and-enrollments', class: CoursesAndEnrollments },
  { name: '002-audit', class: AuditTables },
  { name: '003-organizations', class: Organizations },
];
