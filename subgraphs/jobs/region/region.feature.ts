import { defineFeature } from '../../kit/feature.ts';
import { KnownRegencies } from './012-known-regencies.migration.ts';
import { KnownRegencyEntity } from './region.entity.ts';

export const region = defineFeature({
  name: 'region',
  entities: [KnownRegencyEntity],
  migrations: [{ name: '012-known-regencies', class: KnownRegencies }],
});
