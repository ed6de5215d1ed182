import { defineFeature } from '../../kit/feature.ts';
import { EmployerEntity } from './employer.entity.ts';
import { employerLoaders } from './employer.loader.ts';

export const employer = defineFeature({ name: 'employer', entities: [EmployerEntity], loaders: employerLoaders });
