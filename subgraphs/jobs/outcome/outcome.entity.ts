import { defineEntity, p } from '@mikro-orm/core';

/** A course that a person completed, as training tells it. */
export const CompletedCourseEntity = defineEntity({
  name: 'CompletedCourse',
  tableName: 'completed_course',
  primaryKeys: ['participantId', 'enrollmentId'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    courseId: p.uuid(),
    completedAt: p.datetime(),
  },
});

/** A month whose figures are published. */
export const OutcomeMonthEntity = defineEntity({
  name: 'OutcomeMonth',
  tableName: 'outcome_month',
  properties: {
    /** Its first day. */
    month: p.date().primary(),
    publishedAt: p.datetime(),
  },
});

/** What became of those who completed a course, up to the end of a month; counts are rounded down to tens. */
export const CourseOutcomeEntity = defineEntity({
  name: 'CourseOutcome',
  tableName: 'course_outcome',
  primaryKeys: ['courseId', 'month'],
  properties: {
    courseId: p.uuid().primary(),
    month: p.date().primary(),
    completed: p.integer(),
    placed: p.integer(),
    retainedAt3Months: p.integer().fieldName('retained_at_3_months').strictNullable(),
    retainedAt6Months: p.integer().fieldName('retained_at_6_months').strictNullable(),
  },
});
