import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { EndService } from '../enrollment/index.ts';
import { Curation } from './019-curation.migration.ts';
import { AssessmentService } from './assessment.service.ts';
import {
  CourseAssessmentEntity,
  CourseDecisionEntity,
  CourseReportEntity,
  CourseSideEntity,
} from './curation.entity.ts';
import { invariants } from './curation.invariants.ts';
import { curationLoaders } from './curation.loader.ts';
import {
  assessCourse,
  decideCourse,
  delistCourse,
  reportCourse,
  resumeCourse,
  suspendCourse,
  watchCourse,
} from './curation.mutations.ts';
import { AssessmentResolver, CourseCurationResolver, WaitingVersionResolver } from './curation.resolver.ts';
import { DecisionResolver } from './decision.resolver.ts';
import { DecisionService } from './decision.service.ts';
import { watchByFigures } from './figures.service.ts';
import { MonitoringService } from './monitoring.service.ts';
import { ReportService } from './report.service.ts';

const HOUR_MS = 3_600_000;

/** How the quality of courses is assured: assessments, decisions, monitoring and complaints. */
export const curation = defineFeature({
  name: 'curation',
  entities: [CourseSideEntity, CourseAssessmentEntity, CourseDecisionEntity, CourseReportEntity],
  resolvers: [AssessmentResolver, WaitingVersionResolver, CourseCurationResolver, DecisionResolver],
  mutations: [assessCourse, decideCourse, watchCourse, suspendCourse, resumeCourse, delistCourse, reportCourse],
  services: ({ now, tell, ends }: Pick<Kit, 'now'> & FactServices & { ends: EndService }) => ({
    assessments: new AssessmentService({ now }),
    decisions: new DecisionService({ now, tell }),
    monitoring: new MonitoringService({ now, tell, ends }),
    reports: new ReportService({ now }),
  }),
  loaders: curationLoaders,
  work: (kit: Kit & FactServices) => [
    periodic(() => watchByFigures(kit), {
      log: kit.log,
      everyMs: HOUR_MS,
      failure: 'courses were not judged by their figures',
    }),
  ],
  migrations: [{ name: '019-curation', class: Curation }],
  invariants,
  erasure: [
    {
      // That somebody complained stays, and counts; who and what does not.
      table: 'course_report',
      statement: `update course_report set participant_id = null, text = null where participant_id = any($1::uuid[])`,
    },
  ],
});
