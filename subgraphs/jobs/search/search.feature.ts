import { defineFeature } from '../../kit/feature.ts';
import { VacancySearch } from './020-vacancy-search.migration.ts';
import { VacancyWordEntity } from './search.entity.ts';
import { searchLoaders } from './search.loader.ts';
import { VacancyFacetsResolver, VacancySearchResolver } from './search.resolver.ts';

export const search = defineFeature({
  name: 'search',
  entities: [VacancyWordEntity],
  resolvers: [VacancySearchResolver, VacancyFacetsResolver],
  loaders: searchLoaders,
  migrations: [{ name: '020-vacancy-search', class: VacancySearch }],
});
