import { defineFeature, type Kit } from '../../kit/feature.ts';
import { ReferenceData } from './reference.ts';

/** What people state of themselves, and how it is checked. */
export const profile = defineFeature({
  name: 'profile',
  services: ({ database, env, now }: Kit) => ({
    reference: new ReferenceData({ database, now, allowsSynthetic: env.NODE_ENV !== 'production' }),
  }),
});
