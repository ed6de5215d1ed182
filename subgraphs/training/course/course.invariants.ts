import type { Invariant } from '../../kit/invariant.ts';

/** What holds of courses and their versions at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'the versions of a course are numbered without a gap up to its newest',
    sql: `select course.id, latest_version, max(number) as newest, count(*) as versions
      from course join course_version on course_id = course.id group by course.id, latest_version
      having max(number) <> latest_version or max(number) - min(number) + 1 <> count(*)`,
  },
  {
    name: 'a course sells what its version on sale says',
    sql: `select course.id from course join course_version on course_id = course.id and number = version
      where (course.title, course.price, course.duration_hours, course.mode) is distinct from (content ->> 'title',
        (content ->> 'price')::bigint, (content ->> 'durationHours')::int, content ->> 'mode')`,
  },
  {
    name: 'no course costs more than outside',
    sql: `select course_id, number from course_version
      where (content ->> 'price')::bigint > (content ->> 'priceOutside')::bigint`,
  },
];
