import { AuditTables } from '../../kit/audit/tables.ts';
import { VacanciesAndProfiles } from './001-vacancies-and-profiles.ts';
import { ErasedPeople } from './003-erased-people.ts';
import { Consents } from './004-consents.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [
  { name: '001-vacancies-and-profiles', class: VacanciesAndProfiles },
  { name: '002-audit', class: AuditTables },
  { name: '003-erased-people', class: ErasedPeople },
  { name: '004-consents', class: Consents },
];
