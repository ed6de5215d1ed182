import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { VacanciesAndProfiles } from './001-vacancies-and-profiles.migration.ts';
import { VacanciesOfPortals } from './013-vacancies-of-portals.migration.ts';
import { TenSkills } from './048-ten-skills.migration.ts';
import { PortalVacanciesResolver } from './portal-vacancies.resolver.ts';
import { closeVacancy, pauseVacancy, resumeVacancy } from './state.mutations.ts';
import { VacancyStateResolver } from './state.resolver.ts';
import { VacancyStateService } from './state.service.ts';
import { upsertVacancies, withdrawMissingVacancies } from './upsert.mutations.ts';
import { PublishingResolver } from './upsert.resolver.ts';
import { PublishingService } from './upsert.service.ts';
import { VacancyEntity, VacancySkillEntity } from './vacancy.entity.ts';
import { invariants } from './vacancy.invariants.ts';
import { vacancyLoaders } from './vacancy.loader.ts';
import { findVacancy, VacancyResolver } from './vacancy.resolver.ts';

const MINUTE_MS = 60_000;

export const vacancy = defineFeature({
  name: 'vacancy',
  entities: [VacancyEntity, VacancySkillEntity],
  resolvers: [VacancyResolver, PublishingResolver, PortalVacanciesResolver, VacancyStateResolver],
  references: { Vacancy: findVacancy },
  mutations: [upsertVacancies, withdrawMissingVacancies, pauseVacancy, resumeVacancy, closeVacancy],
  services: ({ now, tell }: Pick<Kit, 'now'> & FactServices) => ({
    publishing: new PublishingService({ now, tell }),
    states: new VacancyStateService({ now }),
  }),
  loaders: vacancyLoaders,
  work: ({ database, log, states }: Kit & { states: VacancyStateService }) => [
    periodic(() => states.expire(database.orm.em.fork()), {
      log,
      everyMs: MINUTE_MS,
      failure: 'vacancies that are over were not closed',
    }),
  ],
  migrations: [
    { name: '001-vacancies-and-profiles', class: VacanciesAndProfiles },
    { name: '013-vacancies-of-portals', class: VacanciesOfPortals },
    { name: '048-ten-skills', class: TenSkills },
  ],
  invariants,
});
