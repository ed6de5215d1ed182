import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { participantsReinstated } from '../freeze/freeze.events.ts';
import { Entitlements } from './008-entitlements.migration.ts';
import { Incentives } from './060-incentives.migration.ts';
import { WithdrawnPayouts } from './061-withdrawn-payouts.migration.ts';
import {
  CertificateFactEntity,
  IncentiveConditionEntity,
  SurveyFactEntity,
  WaveEntitlementEntity,
} from './entitlement.entity.ts';
import {
  certificateIssued,
  certificateRevoked,
  courseCompleted,
  courseRated,
  surveySubmitted,
} from './entitlement.events.ts';
import { invariants } from './entitlement.invariants.ts';
import { IncentiveService } from './incentive.service.ts';

/** How often people are looked for whose next instalment is due. */
const RECHECK_EVERY_MS = 5_000;

interface Services {
  incentives: IncentiveService;
}

const anonymous = 'what was paid can be explained by it; it names the person by an id alone';

export const entitlement = defineFeature({
  name: 'entitlement',
  entities: [WaveEntitlementEntity, IncentiveConditionEntity, CertificateFactEntity, SurveyFactEntity],
  services: ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
    incentives: new IncentiveService({ database, now }),
  }),
  consumes: [
    when(participantsReinstated, ({ incentives }: Services) => incentives.reinstated),
    when(surveySubmitted, ({ incentives }: Services) => incentives.submitted),
    when(courseCompleted, ({ incentives }: Services) => incentives.completed),
    when(courseRated, ({ incentives }: Services) => incentives.rated),
    when(certificateIssued, ({ incentives }: Services) => incentives.issued),
    when(certificateRevoked, ({ incentives }: Services) => incentives.revoked),
  ],
  work: ({ incentives, log }: Services & Pick<Kit, 'log'>) => [
    periodic(() => incentives.recheck(), {
      log,
      everyMs: RECHECK_EVERY_MS,
      failure: 'instalments were not made due',
    }),
  ],
  migrations: [
    { name: '008-entitlements', class: Entitlements },
    { name: '060-incentives', class: Incentives },
    { name: '061-withdrawn-payouts', class: WithdrawnPayouts },
  ],
  invariants,
  erasure: [
    { table: 'incentive_condition', keeps: anonymous },
    { table: 'certificate_fact', keeps: anonymous },
    { table: 'survey_fact', keeps: anonymous },
  ],
});
