import type { Tell } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Ratings } from './028-rating.migration.ts';
import { CourseRatingEntity, InstitutionRatingEntity, ReviewReportEntity } from './rating.entity.ts';
import { courseRated } from './rating.events.ts';
import { invariants } from './rating.invariants.ts';
import { ratingLoaders } from './rating.loader.ts';
import { moderateReview, rateCourse, reportReview } from './rating.mutations.ts';
import {
  CourseReviewsResolver,
  EnrollmentRatingResolver,
  InstitutionRatingResolver,
  ReviewResolver,
} from './rating.resolver.ts';
import { RatingService } from './rating.service.ts';
import { ReviewService } from './review.service.ts';

export const rating = defineFeature({
  name: 'rating',
  entities: [CourseRatingEntity, ReviewReportEntity, InstitutionRatingEntity],
  resolvers: [CourseReviewsResolver, InstitutionRatingResolver, EnrollmentRatingResolver, ReviewResolver],
  mutations: [rateCourse, reportReview, moderateReview],
  services: ({ outbox, tell, now }: Kit & { tell: Tell }) => ({
    ratings: new RatingService({ outbox, tell, now }),
    reviews: new ReviewService({ now }),
  }),
  loaders: ratingLoaders,
  publishes: [courseRated],
  migrations: [{ name: '028-rating', class: Ratings }],
  invariants,
  erasure: [
    {
      // The stars stay, in the mean of the course; what the person wrote goes.
      table: 'course_rating',
      statement: 'update course_rating set review = null where participant_id = any($1::uuid[])',
    },
    { table: 'review_report', statement: 'delete from review_report where participant_id = any($1::uuid[])' },
  ],
});
