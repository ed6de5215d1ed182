import type { Invariant } from '../../kit/invariant.ts';

/** What the triggers promise of the search: it finds each course on offer as it is, and no other. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every course on offer can be found, and no other',
    sql: `select coalesce(course.id, course_search.course_id) as id
      from (select id from course where status in ('ACTIVE', 'WATCHED')) as course
      full join course_search on course_search.course_id = course.id
      where course.id is null or course_search.course_id is null`,
  },
  {
    name: 'a course is found by what it is now',
    sql: `select course.id from course join course_search on course_id = course.id
      join institution on institution.id = course.institution_id
      where (course_search.platform_id, course_search.institution_id, course_search.mode, course_search.price,
          course_search.region_code, course_search.skills, course_search.standing)
        is distinct from (course.platform_id, course.institution_id, course.mode, course.price, institution.region_code,
          array(select skill_code from course_skill where course_skill.course_id = course.id order by skill_code),
          (10000 * (course.rating_sum + 15) / (course.rating_count + 5))::int)`,
  },
];
