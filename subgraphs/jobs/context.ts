import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import type { Pseudonyms } from './alumnus/pseudonyms.ts';
import { employerById } from './employer/employer.loader.ts';
import { profileByParticipant } from './profile/profile.loader.ts';
import { recommendationsByParticipant } from './profile/recommendation.loader.ts';
import { skillsByVacancy, vacanciesBySkill, vacancyById } from './vacancy/vacancy.loader.ts';

export interface Services {
  database: Database;
  pseudonyms: Pseudonyms;
  now: () => Date;
}

const loadersOf = (database: Database) => ({
  employer: employerById(database),
  vacancy: vacancyById(database),
  vacancySkills: skillsByVacancy(database),
  vacanciesOfSkill: vacanciesBySkill(database),
  profile: profileByParticipant(database),
  recommendations: recommendationsByParticipant(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => ({ ...facts, ...services, loaders: loadersOf(services.database) });
