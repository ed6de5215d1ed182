import { Arg, Args, Ctx, Directive, FieldResolver, Float, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import { EnrollmentType } from '../enrollment/enrollment.type.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import { listReported, type RatingLoaders, ratingsByEnrollment, readReviewOf } from './rating.loader.ts';
import { moderateReview, rateCourse, reportReview } from './rating.mutations.ts';
import { mayReadRating } from './rating.policy.ts';
import type { RatingService } from './rating.service.ts';
import { ReviewStatus } from './rating.status.ts';
import {
  CourseRatingType,
  RateCourseInput,
  ReportedReviewConnection,
  ReportedReviewType,
  ReviewConnection,
  type ReviewType,
} from './rating.type.ts';
import { ReportReason } from './report.reason.ts';
import type { ReviewService } from './review.service.ts';

interface Slice extends RequestContext {
  ratings: RatingService;
  reviews: ReviewService;
  loaders: RatingLoaders & CourseLoaders;
}

@Resolver(() => CourseType)
export class CourseReviewsResolver {
  @FieldResolver(() => ReviewConnection, { description: 'What people who finished it write of it, newest first.' })
  async reviews(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<ReviewType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.reviewsOfCourse.load({ parent: id, page }), page, (review) => [review.id]);
  }
}

@Resolver(() => InstitutionType)
export class InstitutionRatingResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Mean of all ratings of its courses, 1 to 5 stars; null before the first one.',
  })
  async ratingAverage(@Root() { id }: InstitutionType, @Ctx() { loaders }: Slice): Promise<number | null> {
    const rating = await loaders.ratingOfInstitution.load(id);
    return rating && rating.ratingCount > 0
      ? Math.round((100 * Number(rating.ratingSum)) / rating.ratingCount) / 100
      : null;
  }

  @FieldResolver(() => Int, { description: 'How many ratings its courses have.' })
  async ratingCount(@Root() { id }: InstitutionType, @Ctx() { loaders }: Slice): Promise<number> {
    return (await loaders.ratingOfInstitution.load(id))?.ratingCount ?? 0;
  }
}

@Resolver(() => EnrollmentType)
export class EnrollmentRatingResolver {
  @Directive(requiresScopes('self'))
  @FieldResolver(() => CourseRatingType, {
    nullable: true,
    description: "The participant's own rating of the course, for the participant alone; null before.",
  })
  async rating(
    @Root() enrollment: EnrollmentType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<CourseRatingType | null> {
    demand(mayReadRating(caller, enrollment.participantId), caller, { or: 'participant' });
    return loaders.ratingOf.load(enrollment);
  }
}

@Resolver(() => ReportedReviewType)
export class ReviewResolver {
  @Directive(requiresScopes('review:moderate'))
  @Query(() => ReportedReviewConnection, { description: 'Reviews that were reported and wait for a moderator.' })
  async reportedReviews(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<ReportedReviewType>> {
    demandScope(caller, 'review:moderate');
    const page = readPage(args, idKey);
    return toConnection(await listReported(database, page), page, ({ id }) => [id]);
  }

  @FieldResolver(() => CourseType, { nullable: true, description: 'The course that it is about.' })
  async course(@Root() { courseId }: ReportedReviewType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @Declared(rateCourse)
  async rateCourse(
    @Arg('input', () => RateCourseInput, { description: 'The rating.' }) input: RateCourseInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, ratings, language, caller, requestId }: Slice,
  ): Promise<object> {
    return answer(rateCourse, language, async () => {
      const rated = await ratings.rate(em(), input, { caller, requestId, key });
      return ratingsByEnrollment(database).load(rated);
    });
  }

  @Declared(reportReview)
  async reportReview(
    @Arg('id', () => ID, { description: "The review's id." }) id: string,
    @Arg('reason', () => ReportReason, { description: 'What is wrong with it.' }) reason: ReportReason,
    @Arg('note', () => String, { nullable: true, description: 'More about it: 3 to 500 characters.' })
    note: string | null,
    @Ctx() { em, database, reviews, language, caller }: Slice,
  ): Promise<object> {
    return answer(reportReview, language, async () =>
      readReviewOf(database, await reviews.report(em(), { id, reason, note: note ?? null }, caller)),
    );
  }

  @Declared(moderateReview)
  async moderateReview(
    @Arg('id', () => ID, { description: "The review's id." }) id: string,
    @Arg('status', () => ReviewStatus, { description: 'HIDDEN or SHOWN.' }) status: ReviewStatus,
    @Arg('reason', () => String, { description: 'Why, for its author: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, database, reviews, language, caller }: Slice,
  ): Promise<object> {
    return answer(moderateReview, language, async () =>
      readReviewOf(database, await reviews.moderate(em(), { id, status, reason }, caller)),
    );
  }
}
