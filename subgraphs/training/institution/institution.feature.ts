import { defineFeature } from '../../kit/feature.ts';
import { InstitutionEntity } from './institution.entity.ts';
import { institutionLoaders } from './institution.loader.ts';
import { findInstitution, InstitutionResolver } from './institution.resolver.ts';

export const institution = defineFeature({
  name: 'institution',
  entities: [InstitutionEntity],
  resolvers: [InstitutionResolver],
  references: { Institution: findInstitution },
  loaders: institutionLoaders,
});
