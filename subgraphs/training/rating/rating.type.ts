import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { ReviewStatus } from './rating.status.ts';
import { ReportReason } from './report.reason.ts';

registerEnumType(ReviewStatus, {
  name: 'ReviewStatus',
  description: 'Whether a review is shown. Its stars count either way.',
  valuesConfig: {
    SHOWN: { description: 'Everyone reads it.' },
    HIDDEN: { description: 'A moderator hid it, since it breaks the rules.' },
  },
});

registerEnumType(ReportReason, {
  name: 'ReportReason',
  description: 'What is wrong with a review.',
  valuesConfig: {
    INSULT: { description: 'It insults or threatens someone.' },
    PERSONAL_DATA: { description: 'It names a person or tells their data.' },
    ADVERTISING: { description: 'It advertises something.' },
    UNTRUE: { description: 'It states what is not so.' },
    OTHER: { description: 'Something else, which the note says.' },
  },
});

@ObjectType('Review', { description: 'What a person who finished a course writes of it; it does not say who.' })
export class ReviewType {
  @Field(() => ID, { description: 'Opaque and stable; it leads to nobody.' })
  id!: string;

  @Field(() => Int, { description: '1 to 5.' })
  stars!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Plain text, as it was written: show it as text, never as markup. Null when its author was erased.',
  })
  text!: string | null;

  @Field(() => DateScalar, { description: 'The day on which it was written.' })
  ratedOn!: string;

  courseId!: string;
}

export const ReviewConnection = connectionType(ReviewType, 'Review');

@Directive(requiresScopes('review:moderate'))
@ObjectType('ReportedReview', { description: 'A review that was reported and waits for a moderator.' })
export class ReportedReviewType {
  @Field(() => ID, { description: "The review's id." })
  id!: string;

  @Field(() => Int, { description: '1 to 5.' })
  stars!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Plain text, as it was written; null when its author was erased.',
  })
  text!: string | null;

  @Field(() => ReviewStatus, { description: 'Whether it is shown.' })
  status!: ReviewStatus;

  @Field(() => DateScalar, { description: 'The day on which it was written.' })
  ratedOn!: string;

  @Field(() => Int, { description: 'How many reported it since it was last moderated.' })
  reportCount!: number;

  @Field(() => [ReportReason], { description: 'The reasons that they gave.' })
  reasons!: ReportReason[];

  @Field(() => DateTime, { description: 'When it was last reported.' })
  lastReportedAt!: Date;

  courseId!: string;
}

export const ReportedReviewConnection = connectionType(ReportedReviewType, 'ReportedReview');

@ObjectType('CourseRating', { description: "A person's own rating of a course, shown to that person alone." })
export class CourseRatingType {
  @Field(() => ID, { description: 'The id under which the review is public.' })
  id!: string;

  @Field(() => Int, { description: '1 to 5.' })
  stars!: number;

  @Field(() => String, { nullable: true, description: 'The review.' })
  review!: string | null;

  @Field(() => ReviewStatus, { description: 'Whether the review is shown.' })
  status!: ReviewStatus;

  @Field(() => String, { nullable: true, description: 'Why a moderator hid it, or showed it again; null for most.' })
  moderationReason!: string | null;

  @Field(() => DateTime, { description: 'When the course was rated.' })
  ratedAt!: Date;

  @Field(() => DateTime, { description: 'It can be changed until then.' })
  changeableUntil!: Date;
}

@InputType('RateCourseInput', { description: 'What the caller thinks of a course that they finished.' })
export class RateCourseInput {
  @Field(() => ID, { description: "The caller's enrolment in the course." })
  enrollmentId!: string;

  @Field(() => Int, { description: '1 to 5.' })
  stars!: number;

  @Field(() => String, {
    description:
      '10 to 1,000 characters of plain text, without numbers or addresses by which someone is found. Everyone can read it.',
  })
  review!: string;
}
