import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { course } from './course/course.feature.ts';
import { enrollment } from './enrollment/enrollment.feature.ts';
import { institution } from './institution/institution.feature.ts';
import { platform } from './platform/platform.feature.ts';
import { skill } from './skill/skill.feature.ts';

/** What digital platforms and training institutions own: everything of this subgraph derives from this list. */
export const training = features(
  auditFeature('002-audit'),
  eventFeature,
  platform,
  institution,
  course,
  enrollment,
  skill,
);
