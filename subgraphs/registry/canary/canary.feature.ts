import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import type { JudgeService } from '../revision/index.ts';
import { Canaries } from './006-canaries.migration.ts';
import { CanaryCountsTable } from './065-canary-counts.migration.ts';
import { CanaryCountsEntity, CanaryStepEntity } from './canary.entity.ts';
import { setCanaryShare, withdrawCanary } from './canary.mutations.ts';
import { canaryCountsReport, canaryReport } from './canary.report.ts';
import { CanaryResolver } from './canary.resolver.ts';
import { CanaryService } from './canary.service.ts';

interface Needs extends Kit {
  acting: Publishers;
  steward: string;
  judge: JudgeService;
}

interface ReportNeeds {
  canaries: CanaryService;
  env: { BUNDLE_SECRET?: string | undefined };
}

export const canary = defineFeature({
  name: 'canary',
  entities: [CanaryStepEntity, CanaryCountsEntity],
  resolvers: [CanaryResolver],
  mutations: [setCanaryShare, withdrawCanary],
  services: ({ database, acting, steward, judge, now }: Needs) => ({
    canaries: new CanaryService({ database, acting, steward, judge, now }),
  }),
  serves: ({ canaries, env }: ReportNeeds) => [
    canaryReport(canaries, env.BUNDLE_SECRET),
    canaryCountsReport(canaries, env.BUNDLE_SECRET),
  ],
  invariants: [
    {
      name: 'no canary has its share from who published it',
      sql: `select step.id from canary_step as step join subgraph_revision as revision on revision.id = step.revision_id
        where step.decided_by = revision.proposed_by`,
    },
  ],
  migrations: [
    { name: '006-canaries', class: Canaries },
    { name: '065-canary-counts', class: CanaryCountsTable },
  ],
});
