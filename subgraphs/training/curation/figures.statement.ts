import { column, statement } from '../../kit/statement.ts';
import type { Ground } from './curation.kind.ts';

/** One at a time judges: key of the lock that it holds meanwhile. */
export const JUDGING = 'select pg_try_advisory_xact_lock(20190, 1) as "isOurs"';

/**
 * Finds courses on sale whose figures have passed a threshold: at most $7. $1 is the start of the time that is looked
 * at; $2 and $3 completion and among how many, $4 and $5 mean stars and among how many, $6 complaints.
 */
export const JUDGE = statement(
  'course-judge',
  { id: column.uuid, grounds: column.jsonb.as<Ground[]>() },
  `with candidate as (
      -- What an officer has looked at and let go on is left alone for as long as figures are looked at.
      select id, rating_count, rating_sum from course where status = 'ACTIVE' and not exists (
        select from course_decision where course_id = course.id and outcome = 'RESUMED' and decided_at >= $1)
    ), ended as (
      -- What was paid in that time and has ended well or not.
      select course_id, count(*) as all_ended,
        count(*) filter (where status in ('COMPLETED', 'CERTIFIED')) as finished
      from enrollment where paid_at >= $1 and status in ('COMPLETED', 'CERTIFIED', 'FAILED') group by course_id
    ), complaint as (
      select course_id, count(*) as complaints from course_report where reported_at >= $1 group by course_id
    ), figure as (
      select candidate.id, 'COMPLETION' as figure, round(finished::numeric / all_ended, 4) as value, $2::float8 as threshold
        from candidate join ended on course_id = candidate.id
        where all_ended >= $3 and finished < $2::float8 * all_ended
      union all
      select id, 'RATING', round(rating_sum::numeric / rating_count, 2), $4 from candidate
        where rating_count >= $5 and rating_sum < $4::float8 * rating_count
      union all
      select candidate.id, 'COMPLAINTS', complaints, $6 from candidate join complaint on course_id = candidate.id
        where complaints >= $6::float8
    )
    select id, jsonb_agg(jsonb_build_object('figure', figure, 'value', value, 'threshold', threshold) order by figure)
      as grounds
    from figure group by id order by id limit $7`,
);

/** Takes those of the courses $1 that are still ACTIVE. */
export const STILL_ACTIVE = statement(
  'course-still-active',
  { id: column.uuid },
  `select id from course where id = any($1::uuid[]) and status = 'ACTIVE' order by id for no key update`,
);

/** Notes that figures brought courses under watch, and whom to tell. */
export const WATCH = statement(
  'course-watch-by-figures',
  { course: column.uuid, owner: column.uuid },
  `with found as (
      select id, grounds from json_to_recordset($1) as row (id uuid, grounds jsonb)
    ), decided as (
      insert into course_decision (id, course_id, version, outcome, grounds, assessed_by, decided_at)
      select uuidv7(), course.id, version, 'WATCHED', grounds,
        coalesce((select array_agg(distinct assessed_by) from course_assessment where course_id = course.id), '{}'), $2
      from found join course using (id) returning course_id
    )
    select course.id as course, owner from decided join course on course.id = decided.course_id
      join platform on platform.id = platform_id join institution on institution.id = institution_id
      cross join lateral unnest(array[platform.organization_id, institution.organization_id]) as owner
    where owner is not null`,
);
