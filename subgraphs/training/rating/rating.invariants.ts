import type { Invariant } from '../../kit/invariant.ts';

/** What the tables of ratings cannot guard by themselves, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'only who finished a course rated it, and not before',
    sql: `select course_rating.enrollment_id from course_rating
      where not exists (select from enrollment where enrollment.participant_id = course_rating.participant_id
        and enrollment.id = course_rating.enrollment_id and enrollment.course_id = course_rating.course_id
        and enrollment.completed_at <= course_rating.rated_at)`,
  },
  {
    name: 'every course has at least the ratings that people gave it',
    sql: `select course.id, course.rating_count, given.ratings from (
        select course_id, count(*) as ratings from course_rating group by 1
      ) as given left join course on course.id = given.course_id
      where course.rating_count is null or course.rating_count < given.ratings`,
  },
  {
    name: 'the ratings of an institution are those of its courses',
    sql: `select coalesce(kept.institution_id, given.institution_id) as institution, kept.rating_count, given.ratings
      from institution_rating as kept full join (
        select institution_id, count(*) as ratings, sum(stars) as stars from course_rating group by 1
      ) as given on given.institution_id = kept.institution_id
      where (kept.rating_count, kept.rating_sum) is distinct from (given.ratings, given.stars)`,
  },
];
