import { defineEntity, p } from '@mikro-orm/core';
import type { ReviewStatus } from './rating.status.ts';
import type { ReportReason } from './report.reason.ts';

/** What one person thinks of one course that they finished. */
export const CourseRatingEntity = defineEntity({
  name: 'CourseRating',
  tableName: 'course_rating',
  primaryKeys: ['participantId', 'enrollmentId'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    /** What the review is known by in public: it tells the day, and nothing else. */
    id: p.uuid(),
    courseId: p.uuid(),
    institutionId: p.uuid(),
    stars: p.integer(),
    /** Null when its author was erased. */
    review: p.text().strictNullable(),
    status: p
      .text()
      .$type<ReviewStatus>()
      .default('SHOWN' as ReviewStatus),
    ratedAt: p.datetime(),
    changedAt: p.datetime(),
    moderatedAt: p.datetime().strictNullable(),
    moderationReason: p.text().strictNullable(),
  },
});

/** A report that a review breaks the rules. */
export const ReviewReportEntity = defineEntity({
  name: 'ReviewReport',
  tableName: 'review_report',
  properties: {
    id: p.uuid().primary(),
    reviewId: p.uuid(),
    /** The person who reports, or null. */
    participantId: p.uuid().strictNullable(),
    /** The organisation that reports, or null. */
    organizationId: p.uuid().strictNullable(),
    reason: p.text().$type<ReportReason>(),
    note: p.text().strictNullable(),
    reportedAt: p.datetime(),
  },
});

/** All ratings of an institution's courses together. */
export const InstitutionRatingEntity = defineEntity({
  name: 'InstitutionRating',
  tableName: 'institution_rating',
  properties: {
    institutionId: p.uuid().primary(),
    ratingCount: p.integer(),
    ratingSum: p.bigint('bigint'),
  },
});
