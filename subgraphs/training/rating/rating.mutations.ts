import { declareMutation } from '../../kit/mutation.ts';
import { mayNotModerate, mayNotRate, mayNotReport } from './rating.policy.ts';
import { refusals } from './rating.refusal.ts';
import { ReviewStatus, transition } from './rating.status.ts';
import { CourseRatingType, ReviewType } from './rating.type.ts';
import { MOST_REPORTS } from './review.service.ts';

export const rateCourse = declareMutation({
  name: 'rateCourse',
  does: 'Rates a course that the caller finished, with a review that everyone can read and that does not say who wrote it. Once more within 30 days changes the rating. Of the first course the rating opens the incentive. In 2022 courses were rated until 10 December, 23:59 WIB.',
  takes: 'the scope `self`',
  refusals: [
    mayNotRate(),
    refusals.stars(),
    refusals.review(),
    refusals.markup(),
    refusals.contact(),
    refusals.enrollmentUnknown(),
    refusals.notFinished(),
    refusals.closed(),
    refusals.fixed(),
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    field: 'rating',
    type: () => CourseRatingType,
    description: 'The rating, or why there is none.',
    fieldDescription: 'The rating as it is kept.',
  },
});

export const reportReview = declareMutation({
  name: 'reportReview',
  does: 'Reports a review that breaks the rules to the moderators: a person any review, a platform or an institution those of its own courses. A second report of the same reporter changes nothing.',
  takes: 'the scope `self` or `course:publish`',
  refusals: [mayNotReport(), refusals.note(), refusals.reviewUnknown(), refusals.reportLimit(MOST_REPORTS)],
  weight: 20,
  payload: {
    field: 'review',
    type: () => ReviewType,
    description: 'The review, or why it was not reported.',
    fieldDescription: 'The review that was reported.',
  },
});

export const moderateReview = declareMutation({
  name: 'moderateReview',
  does: 'Hides a review that breaks the rules, or shows it again. Its author reads the reason; its stars count either way.',
  takes: 'the scope `review:moderate`',
  refusals: [
    mayNotModerate(),
    refusals.reason(),
    refusals.reviewUnknown(),
    transition.refusal(ReviewStatus.HIDDEN, ReviewStatus.HIDDEN),
  ],
  weight: 20,
  payload: {
    field: 'review',
    type: () => ReviewType,
    description: 'The review, or why nothing changed.',
    fieldDescription: 'The review.',
  },
});
