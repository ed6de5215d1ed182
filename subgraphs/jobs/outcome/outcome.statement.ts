import { column, statement } from '../../kit/statement.ts';

/** Keeps a completed course; of the erased nothing is kept. */
export const COMPLETE = statement(
  'outcome-complete',
  {},
  `insert into completed_course (participant_id, enrollment_id, course_id, completed_at)
    select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz
      where not exists (select from erased_participant where participant_id = $1::uuid)
    on conflict do nothing`,
);

/** No row when the month is published already; another process waits here until it is. */
export const CLAIM_MONTH = statement(
  'outcome-claim-month',
  { month: column.date },
  'insert into outcome_month (month, published_at) values ($1, $2) on conflict do nothing returning month',
);

const tens = (count: string) => `10 * (${count} / 10)`;
const tensOrNull = (count: string) => `nullif(${tens(count)}, 0)`;

// `hired`: who completed the course and then began work that they confirmed, before $2. `counted`: courses with at least
// ten of them; of all others there is no row.
export const PUBLISH = statement(
  'outcome-publish',
  {},
  `with hired as (
    select course_id, participant_id, bool_or(is_retained_at_3_months) as is_retained_at_3_months,
        bool_or(is_retained_at_6_months) as is_retained_at_6_months
      from placement join completed_course using (participant_id)
      where status = 'CONFIRMED' and answered_at < $2 and completed_at < $2
        and starts_on >= (completed_at at time zone 'Asia/Jakarta')::date
      group by course_id, participant_id
  ),
  counted as (
    select course_id, count(*)::int as placed, (count(*) filter (where is_retained_at_3_months))::int as three,
        (count(*) filter (where is_retained_at_6_months))::int as six
      from hired group by course_id having count(*) >= 10
  )
  insert into course_outcome (course_id, month, completed, placed, retained_at_3_months, retained_at_6_months)
    select course_id, $1::date, ${tens('completed')}, ${tens('placed')}, ${tensOrNull('three')}, ${tensOrNull('six')}
      from counted cross join lateral (
        select count(distinct participant_id)::int as completed from completed_course
          where completed_course.course_id = counted.course_id and completed_at < $2
      ) everybody`,
);

/** The newest 12 months of each course. */
export const BY_COURSE = statement(
  'outcomes-by-course',
  {
    courseId: column.uuid,
    month: column.date,
    completed: column.int4,
    placed: column.int4,
    retainedAt3Months: column.int4.orNull,
    retainedAt6Months: column.int4.orNull,
  },
  `select page.* from unnest($1::uuid[]) as course (id) cross join lateral (
      select course_id as "courseId", month, completed, placed, retained_at_3_months as "retainedAt3Months",
          retained_at_6_months as "retainedAt6Months"
        from course_outcome where course_id = course.id order by month desc limit 12
    ) page`,
);
