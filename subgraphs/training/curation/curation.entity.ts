import { defineEntity, p } from '@mikro-orm/core';
import type { AssessmentLayer, DecisionOutcome, Ground, Mend, ReportCategory, Score, Side } from './curation.kind.ts';

/** The one side of a course that a person, client or organisation takes. */
export const CourseSideEntity = defineEntity({
  name: 'CourseSide',
  tableName: 'course_side',
  primaryKeys: ['courseId', 'party'],
  properties: {
    courseId: p.uuid().primary(),
    /** `person:` or `organization:` and the id. */
    party: p.text().primary(),
    side: p.text().$type<Side>(),
  },
});

/** The assessment of a version in one layer; never changed. */
export const CourseAssessmentEntity = defineEntity({
  name: 'CourseAssessment',
  tableName: 'course_assessment',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    version: p.integer(),
    layer: p.text().$type<AssessmentLayer>(),
    scores: p.json().$type<Score[]>().columnType('jsonb'),
    /** Mean of the scores. */
    mean: p.float().columnType('double precision'),
    comment: p.text().strictNullable(),
    assessedBy: p.text(),
    organizationId: p.uuid(),
    /** The organisations of its platform and institution. */
    owners: p.array<string>().columnType('uuid[]'),
    assessedAt: p.datetime(),
  },
});

/** What was decided about a course; never changed. */
export const CourseDecisionEntity = defineEntity({
  name: 'CourseDecision',
  tableName: 'course_decision',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    version: p.integer(),
    outcome: p.text().$type<DecisionOutcome>(),
    reason: p.text().strictNullable(),
    mend: p.json().$type<Mend[]>().columnType('jsonb').default('[]'),
    grounds: p.json().$type<Ground[]>().columnType('jsonb').default('[]'),
    /** Null where figures alone decided. */
    decidedBy: p.text().strictNullable(),
    organizationId: p.uuid().strictNullable(),
    /** Who had assessed the course until then. */
    assessedBy: p.array<string>(),
    decidedAt: p.datetime(),
  },
});

/** A complaint of a participant about a course. */
export const CourseReportEntity = defineEntity({
  name: 'CourseReport',
  tableName: 'course_report',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    /** Null when the person was erased. */
    participantId: p.uuid().strictNullable(),
    category: p.text().$type<ReportCategory>(),
    text: p.text().strictNullable(),
    reportedAt: p.datetime(),
  },
});
