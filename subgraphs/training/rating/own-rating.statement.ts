import { column, statement } from '../../kit/statement.ts';

/** The ratings that people gave, with what says until when they can be changed: `$1` participants, `$2` enrolments. */
export const OWN_RATINGS = statement(
  'rating-own',
  {
    enrollment: column.uuid,
    id: column.uuid,
    stars: column.int4,
    review: column.text.orNull,
    status: column.text.as<'SHOWN' | 'HIDDEN'>(),
    moderationReason: column.text.orNull,
    ratedAt: column.timestamptz,
    reserved_at: column.timestamptz,
    completedAt: column.timestamptz,
  },
  `select course_rating.enrollment_id as enrollment, course_rating.id, course_rating.stars, course_rating.review,
    course_rating.status, course_rating.moderation_reason as "moderationReason", course_rating.rated_at as "ratedAt",
    enrollment.reserved_at, coalesce(enrollment.completed_at, course_rating.rated_at) as "completedAt"
  from unnest($1::uuid[], $2::uuid[]) as given (participant, enrollment)
    join course_rating on course_rating.participant_id = given.participant
      and course_rating.enrollment_id = given.enrollment
    join enrollment on enrollment.participant_id = given.participant and enrollment.id = given.enrollment`,
);
