import { defineFeature } from '../../kit/feature.ts';
import { CatalogueProblems } from './013-catalogue-problems.migration.ts';
import { CatalogueProblemEntity } from './problem.entity.ts';
import { problemLoaders } from './problem.loader.ts';
import { ProblemResolver } from './problem.resolver.ts';

export const problem = defineFeature({
  name: 'problem',
  entities: [CatalogueProblemEntity],
  resolvers: [ProblemResolver],
  loaders: problemLoaders,
  migrations: [{ name: '013-catalogue-problems', class: CatalogueProblems }],
});
