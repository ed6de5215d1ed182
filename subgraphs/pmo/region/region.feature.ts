import { defineFeature } from '../../kit/feature.ts';
import { RegionEntity } from './region.entity.ts';
import { regionLoaders } from './region.loader.ts';
import { findRegion, RegionResolver } from './region.resolver.ts';

export const region = defineFeature({
  name: 'region',
  entities: [RegionEntity],
  resolvers: [RegionResolver],
  references: { Region: findRegion },
  loaders: regionLoaders,
});
