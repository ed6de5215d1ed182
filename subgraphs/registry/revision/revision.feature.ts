import { checkRevision } from '../../../schema/registry/check.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { ConformanceGate } from '../conformance/index.ts';
import type { Publishers } from '../ownership/index.ts';
import { Revisions } from './004-revisions.migration.ts';
import { ApprovalService } from './approval.service.ts';
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
}

const RESUME_EVERY_MS = 5_000;

export const revision = defineFeature({
  name: 'revision',
  entities: [SdlEntity, RevisionEntity, ReleaseEntity],
  resolvers: [RevisionResolver, PublishingResolver],
  mutations: [publishSubgraph, rollbackSubgraph, withdrawSubgraph, approveSubgraph],
  services: ({ database, acting, gate, steward, deprecations, now }: Needs) => {
    const judge = new JudgeService({ database, checkRevision, steward, deprecations, now });
    return {
      judge,
      proposals: new ProposalService({ acting, judge, now }),
      approvals: new ApprovalService({ database, acting, gate, steward, judge, deprecations, now }),
    };
  },
  loaders: revisionLoaders,
  work: ({ approvals, log }: Kit & { approvals: ApprovalService }) => [
    periodic(() => approvals.resume(), {
      log,
      everyMs: RESUME_EVERY_MS,
      failure: 'a revision that an ended process left was not taken up',
    }),
  ],
  invariants: revisionInvariants,
  migrations: [{ name: '004-revisions', class: Revisions }],
});
