import { defineFeature } from '../../kit/feature.ts';
import { Tranches } from './107-tranches.migration.ts';
import { WaveTrancheEntity } from './tranche.entity.ts';
import { invariants } from './tranche.invariants.ts';
import { trancheLoaders } from './tranche.loader.ts';
import { RegistrationTrancheResolver, WaveTranchesResolver } from './tranche.resolver.ts';

export const tranche = defineFeature({
  name: 'tranche',
  entities: [WaveTrancheEntity],
  resolvers: [WaveTranchesResolver, RegistrationTrancheResolver],
  loaders: trancheLoaders,
  migrations: [{ name: '107-tranches', class: Tranches }],
  invariants,
});
