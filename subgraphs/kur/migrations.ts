import { applications } from './application/001-applications.migration.ts';
import { bureauReports } from './bureau/002-bureau-reports.migration.ts';
import { decisions } from './decision/003-decisions.migration.ts';
import { offers } from './statistics/004-offers.migration.ts';

/** All changes of the database, in order; what was applied once never changes. */
export const migrations: readonly { name: string; sql: string }[] = [applications, bureauReports, decisions, offers];
