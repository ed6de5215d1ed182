import { defineFeature } from '../../kit/feature.ts';
import { ReferenceData } from './113-reference-data.migration.ts';
import { RegionEntity } from './region.entity.ts';
import { regionLoaders } from './region.loader.ts';
import { findRegion, RegionResolver } from './region.resolver.ts';

export const region = defineFeature({
  name: 'region',
  entities: [RegionEntity],
  resolvers: [RegionResolver],
  references: { Region: findRegion },
  loaders: regionLoaders,
  migrations: [{ name: '113-reference-data', class: ReferenceData }],
});
