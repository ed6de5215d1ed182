import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { factFeature } from '../kit/fact.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { alumnus } from './alumnus/alumnus.feature.ts';
import { application } from './application/application.feature.ts';
import { consent } from './consent/consent.feature.ts';
import { employer } from './employer/employer.feature.ts';
import { market } from './market/market.feature.ts';
import { moderation } from './moderation/moderation.feature.ts';
import { outcome } from './outcome/outcome.feature.ts';
import { placement } from './placement/placement.feature.ts';
import { portal } from './portal/portal.feature.ts';
import { profile } from './profile/profile.feature.ts';
import { recommendation } from './recommendation/recommendation.feature.ts';
import { region } from './region/region.feature.ts';
import { search } from './search/search.feature.ts';
import { skill } from './skill/skill.feature.ts';
import { vacancy } from './vacancy/vacancy.feature.ts';

/** What job portals own: everything of this subgraph derives from this list. */
export const jobs = features(
  auditFeature('002-audit'),
  eventFeature,
  idempotencyFeature,
  factFeature('jobs'),
  portal,
  employer,
  region,
  skill,
  vacancy,
  search,
  moderation,
  profile,
  consent,
  recommendation,
  alumnus,
  application,
  placement,
  outcome,
  market,
);
