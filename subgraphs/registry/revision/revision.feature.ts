import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { type CheckEnv, ChecksApart, checkEnv, openFactsSource, RememberedChecks } from '../check/index.ts';
import type { ConformanceGate } from '../conformance/index.ts';
import type { Publishers } from '../ownership/index.ts';
import type { UsageEnv } from '../usage/index.ts';
import { Revisions } from './004-revisions.migration.ts';
import { ApprovalService, LEFT_AFTER_MS } from './approval.service.ts';
import { type Deprecations, JudgeService } from './judge.service.ts';
import { ProposalService } from './proposal.service.ts';
import { PublishingResolver } from './publishing.resolver.ts';
import { ReleaseEntity, RevisionEntity, SdlEntity } from './revision.entity.ts';
import { revisionInvariants } from './revision.invariants.ts';
import { revisionLoaders } from './revision.loader.ts';
import { approveSubgraph, publishSubgraph, rollbackSubgraph, withdrawSubgraph } from './revision.mutations.ts';
import { RevisionResolver } from './revision.resolver.ts';

interface Needs extends Kit {
  acting: Publishers;
  gate: ConformanceGate;
  steward: string;
  deprecations: Deprecations;
  env: Kit['env'] & CheckEnv & UsageEnv;
}

const RESUME_EVERY_MS = 5_000;

export const revision = defineFeature({
  name: 'revision',
  env: checkEnv,
  entities: [SdlEntity, RevisionEntity, ReleaseEntity],
  resolvers: [RevisionResolver, PublishingResolver],
  mutations: [publishSubgraph, rollbackSubgraph, withdrawSubgraph, approveSubgraph],
  services: ({ database, acting, gate, steward, deprecations, now, env, log }: Needs) => {
    const { GATEWAY_URL: gateway, COUNTS_SECRET: secret, CHECK_TIME_MS: timeMs, CHECK_MEMORY_MB: memoryMb } = env;
    const checks = new RememberedChecks(new ChecksApart({ timeMs, memoryMb }));
    const facts = openFactsSource({ gateway, secret, log });
    const judge = new JudgeService({ database, checks, facts, steward, deprecations, now });
    return {
      judge,
      proposals: new ProposalService({ acting, judge, now }),
      approvals: new ApprovalService({ database, acting, gate, steward, judge, deprecations, now }),
    };
  },
  loaders: revisionLoaders,
  work: ({ approvals, log }: Kit & { approvals: ApprovalService }) => {
    // At the start most likely this process itself has left it, when it ended.
    let leftAfterMs = 0;
    const resume = () => {
      const resumed = approvals.resume(leftAfterMs);
      leftAfterMs = LEFT_AFTER_MS;
      return resumed;
    };
    const failure = 'a revision that an ended process left was not taken up';
    return [periodic(resume, { log, everyMs: RESUME_EVERY_MS, failure })];
  },
  invariants: revisionInvariants,
  migrations: [{ name: '004-revisions', class: Revisions }],
});
