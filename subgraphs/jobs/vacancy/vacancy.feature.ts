import { defineFeature } from '../../kit/feature.ts';
import { VacanciesAndProfiles } from './001-vacancies-and-profiles.migration.ts';
import { VacancyEntity, VacancySkillEntity } from './vacancy.entity.ts';
import { vacancyLoaders } from './vacancy.loader.ts';
import { findVacancy, VacancyResolver } from './vacancy.resolver.ts';

export const vacancy = defineFeature({
  name: 'vacancy',
  entities: [VacancyEntity, VacancySkillEntity],
  resolvers: [VacancyResolver],
  references: { Vacancy: findVacancy },
  loaders: vacancyLoaders,
  migrations: [{ name: '001-vacancies-and-profiles', class: VacanciesAndProfiles }],
});
