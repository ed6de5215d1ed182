import { defineFeature, type Kit } from '../../kit/feature.ts';
import { VacanciesAndProfiles } from './001-vacancies-and-profiles.migration.ts';
import { VacanciesOfPortals } from './013-vacancies-of-portals.migration.ts';
import { PortalVacanciesResolver } from './portal-vacancies.resolver.ts';
import { upsertVacancies, withdrawMissingVacancies } from './upsert.mutations.ts';
import { PublishingResolver } from './upsert.resolver.ts';
import { PublishingService } from './upsert.service.ts';
import { VacancyEntity, VacancySkillEntity } from './vacancy.entity.ts';
import { vacancyLoaders } from './vacancy.loader.ts';
import { findVacancy, VacancyResolver } from './vacancy.resolver.ts';

export const vacancy = defineFeature({
  name: 'vacancy',
  entities: [VacancyEntity, VacancySkillEntity],
  resolvers: [VacancyResolver, PublishingResolver, PortalVacanciesResolver],
  references: { Vacancy: findVacancy },
  mutations: [upsertVacancies, withdrawMissingVacancies],
  services: ({ now }: Pick<Kit, 'now'>) => ({ publishing: new PublishingService({ now }) }),
  loaders: vacancyLoaders,
  migrations: [
    { name: '001-vacancies-and-profiles', class: VacanciesAndProfiles },
    { name: '013-vacancies-of-portals', class: VacanciesOfPortals },
  ],
});
