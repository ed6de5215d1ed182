import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { factFeature } from '../kit/fact.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { attendance } from './attendance/attendance.feature.ts';
import { certificate } from './certificate/certificate.feature.ts';
import { course } from './course/course.feature.ts';
import { curation } from './curation/curation.feature.ts';
import { enrollment } from './enrollment/enrollment.feature.ts';
import { erasure } from './erasure/erasure.feature.ts';
import { institution } from './institution/institution.feature.ts';
import { organization } from './organization/organization.feature.ts';
import { platform } from './platform/platform.feature.ts';
import { problem } from './problem/problem.feature.ts';
import { rating } from './rating/rating.feature.ts';
import { recipient } from './recipient/recipient.feature.ts';
import { schedule } from './schedule/schedule.feature.ts';
import { search } from './search/search.feature.ts';
import { skill } from './skill/skill.feature.ts';

/** What digital platforms and training institutions own: everything of this subgraph derives from this list. */
export const training = features(
  auditFeature('002-audit'),
  eventFeature,
  factFeature('training'),
  idempotencyFeature,
  platform,
  institution,
  organization,
  problem,
  course,
  schedule,
  recipient,
  enrollment,
  curation,
  attendance,
  certificate,
  rating,
  search,
  skill,
  erasure,
);
