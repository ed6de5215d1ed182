import { defineFeature, type Kit } from '../../kit/feature.ts';
import { PolicyDecisions } from './006-policy.migration.ts';
import { policyLoaders } from './eligibility.loader.ts';
import { EligibilityResolver } from './eligibility.resolver.ts';
import { invariants } from './policy.invariants.ts';
import { PolicyResolver } from './policy.resolver.ts';
import { PolicyService } from './policy.service.ts';

export const policy = defineFeature({
  name: 'policy',
  resolvers: [PolicyResolver, EligibilityResolver],
  services: ({ now }: Kit) => ({ policies: new PolicyService({ now }) }),
  loaders: policyLoaders,
  migrations: [{ name: '006-policy', class: PolicyDecisions }],
  invariants,
});
