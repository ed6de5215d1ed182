import { defineFeature, type Kit } from '../../kit/feature.ts';
import { PolicyDecisions } from './006-policy.migration.ts';
import { CardReason } from './021-card-reason.migration.ts';
import { policyLoaders } from './eligibility.loader.ts';
import { EligibilityResolver } from './eligibility.resolver.ts';
import { PolicyDecisionEntity, PolicyFactsEntity } from './policy.entity.ts';
import { invariants } from './policy.invariants.ts';
import { PolicyResolver } from './policy.resolver.ts';
import { PolicyService } from './policy.service.ts';

export const policy = defineFeature({
  name: 'policy',
  entities: [PolicyFactsEntity, PolicyDecisionEntity],
  resolvers: [PolicyResolver, EligibilityResolver],
  services: ({ now }: Kit) => ({ policies: new PolicyService({ now }) }),
  loaders: policyLoaders,
  migrations: [
    { name: '006-policy', class: PolicyDecisions },
    { name: '021-card-reason', class: CardReason },
  ],
  invariants,
  erasure: [
    {
      table: 'policy_decision',
      keeps: 'decisions are append-only and replay for ever; nothing in their facts names a person',
    },
  ],
});
