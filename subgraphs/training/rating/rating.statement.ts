import { column, statement } from '../../kit/statement.ts';

const { uuid, text, int4, timestamptz, bool } = column;

/**
 * What is known of a person's enrolment that is rated, locked, so that a person's calls come one after the other: `$1` the
 * participant, `$2` the enrolment.
 */
export const RATING_FACTS = statement(
  'rating-facts',
  {
    course: uuid,
    institution: uuid,
    institution_organization: uuid.orNull,
    platform_organization: uuid.orNull,
    status: text,
    reserved_at: timestamptz,
    completed_at: timestamptz.orNull,
  },
  `select enrollment.course_id as course, course.institution_id as institution,
    institution.organization_id as institution_organization, platform.organization_id as platform_organization,
    enrollment.status, enrollment.reserved_at, enrollment.completed_at
  from enrollment
    join course on course.id = enrollment.course_id
    join institution on institution.id = course.institution_id
    join platform on platform.id = course.platform_id
  where enrollment.participant_id = $1::uuid and enrollment.id = $2::uuid
  for no key update of enrollment`,
);

/** The rating that an enrolment has: `$1` the participant, `$2` the enrolment, which is locked. */
export const KNOWN_RATING = statement(
  'rating-known',
  { stars: int4, rated_at: timestamptz },
  `select stars, rated_at from course_rating where participant_id = $1::uuid and enrollment_id = $2::uuid`,
);

export const INSERT_RATING = `insert into course_rating
    (participant_id, enrollment_id, id, course_id, institution_id, stars, review, rated_at, changed_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`;

export const CHANGE_RATING = `update course_rating set stars = $3, review = $4, changed_at = $5
  where participant_id = $1 and enrollment_id = $2`;

/** Adds ratings to an institution's: `$1` the institution, `$2` how many, `$3` their stars. */
export const ADD_TO_INSTITUTION = `insert into institution_rating (institution_id, rating_count, rating_sum)
  values ($1, $2, $3)
  on conflict (institution_id) do update set rating_count = institution_rating.rating_count + excluded.rating_count,
    rating_sum = institution_rating.rating_sum + excluded.rating_sum`;

/** Changes the stars of one of an institution's ratings: `$1` the institution, `$2` the difference. */
export const CHANGE_OF_INSTITUTION = `update institution_rating set rating_sum = rating_sum + $2 where institution_id = $1`;

/**
 * Whether a review is there to be reported: `$1` its id, `$2` the organisation that reports, or null for a person. Another
 * organisation's course is answered as an unknown review.
 */
export const REPORTABLE = statement(
  'review-reportable',
  { id: uuid },
  `select course_rating.id from course_rating
    join course on course.id = course_rating.course_id
    join institution on institution.id = course.institution_id
    join platform on platform.id = course.platform_id
  where course_rating.id = $1::uuid and course_rating.status = 'SHOWN' and course_rating.review is not null
    and ($2::uuid is null or $2::uuid in (institution.organization_id, platform.organization_id))`,
);

/** How many reports came from a person (`$1`) or an organisation (`$2`) since `$3`, and whether one is about review `$4`. */
export const REPORTS = statement(
  'review-reports-of',
  { reports: int4, is_reported: bool },
  `select count(*)::integer as reports, coalesce(bool_or(review_id = $4::uuid), false) as is_reported
  from review_report
  where (participant_id = $1::uuid or organization_id = $2::uuid) and (reported_at > $3 or review_id = $4::uuid)`,
);

export const INSERT_REPORT = `insert into review_report
    (id, review_id, participant_id, organization_id, reason, note, reported_at)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;

/** A page of reviews that were reported and have not been moderated since, newest first: `$1` an id, `$2` how many. */
export const REPORTED = statement(
  'review-reported',
  {
    id: uuid,
    courseId: uuid,
    stars: int4,
    text: text.orNull,
    status: text.as<'SHOWN' | 'HIDDEN'>(),
    ratedAt: timestamptz,
    reportCount: int4,
    reasons: column.textArray,
    lastReportedAt: timestamptz,
  },
  `select course_rating.id, course_rating.course_id as "courseId", course_rating.stars, course_rating.review as text,
    course_rating.status, course_rating.rated_at as "ratedAt", report.count as "reportCount", report.reasons,
    report.last as "lastReportedAt"
  from course_rating cross join lateral (
    select count(*)::integer as count, array_agg(distinct reason) as reasons, max(reported_at) as last
    from review_report where review_id = course_rating.id
      and (course_rating.moderated_at is null or reported_at > course_rating.moderated_at)
  ) as report
  where course_rating.id in (select review_id from review_report) and course_rating.id < $1::uuid and report.count > 0
  order by course_rating.id desc limit $2`,
);
