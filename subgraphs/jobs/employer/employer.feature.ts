import { defineFeature } from '../../kit/feature.ts';
import { employerLoaders } from './employer.loader.ts';

export const employer = defineFeature({ name: 'employer', loaders: employerLoaders });
