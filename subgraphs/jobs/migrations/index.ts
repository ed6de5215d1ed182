import { VacanciesAndProfiles } from './001-vacancies-and-profiles.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [{ name: '001-vacancies-and-profiles', class: VacanciesAndProfiles }];
