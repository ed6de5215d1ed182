import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { PublishingNames } from '../ownership/index.ts';
import type { GatewayCounts } from '../usage/index.ts';
import { Health } from './012-health.migration.ts';
import {
  DayBudgetsEntity,
  MetErrorEntity,
  OrganizationSpendingEntity,
  OrganizationUseEntity,
  SubgraphHealthEntity,
} from './health.entity.ts';
import { HealthResolver } from './health.resolver.ts';
import { HealthService } from './health.service.ts';

const COPY_EVERY_MS = 30_000;

interface Needs extends Kit {
  counts: GatewayCounts;
  names: PublishingNames;
}

/** Copies of what gateways count, and what follows from them for an organisation. */
export const health = defineFeature({
  name: 'health',
  entities: [SubgraphHealthEntity, OrganizationUseEntity, MetErrorEntity, OrganizationSpendingEntity, DayBudgetsEntity],
  resolvers: [HealthResolver],
  services: ({ database, counts, names, now }: Needs) => ({
    health: new HealthService({ database, counts, names, now }),
  }),
  work: ({ health: service, log }: Kit & { health: HealthService }) => [
    periodic(() => service.copy(), { log, everyMs: COPY_EVERY_MS, failure: 'what gateways count was not copied' }),
  ],
  migrations: [{ name: '012-health', class: Health }],
});
