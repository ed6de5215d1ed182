import { Migration } from '@mikro-orm/migrations';

// What a text search reads was changed: the whole row is written anew. Else only the figures are, which costs a tenth.
const followCourses = `create function follow_courses() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform fill_course_search(array(select id from changed where status in ('ACTIVE', 'WATCHED')));
    return null;
  end if;
  perform fill_course_search(ids) from (
    select array_agg(changed.id) as ids from changed join former on former.id = changed.id
      where (changed.title, changed.description, changed.institution_id, changed.status in ('ACTIVE', 'WATCHED'))
        is distinct from (former.title, former.description, former.institution_id, former.status in ('ACTIVE', 'WATCHED'))
  ) as rewritten where ids is not null;
  update course_search set platform_id = changed.platform_id, mode = changed.mode, price = changed.price,
      rating = round(changed.rating_sum::numeric / nullif(changed.rating_count, 0), 2)::float8,
      standing = (10000 * (changed.rating_sum + 15) / (changed.rating_count + 5))::int
    from changed join former on former.id = changed.id
    where course_id = changed.id
      and (changed.platform_id, changed.mode, changed.price, changed.rating_sum, changed.rating_count)
        is distinct from (former.platform_id, former.mode, former.price, former.rating_sum, former.rating_count);
  return null;
end $$`;

const followSkills = `create function follow_course_skills() returns trigger language plpgsql as $$
begin
  perform fill_course_search(array(
    select distinct course_id from changed join course on course.id = course_id where status in ('ACTIVE', 'WATCHED')));
  return null;
end $$`;

const followInstitutions = `create function follow_institutions() returns trigger language plpgsql as $$
begin
  perform fill_course_search(array(select course.id from changed join former on former.id = changed.id
    join course on institution_id = changed.id and status in ('ACTIVE', 'WATCHED')
    where (changed.name, changed.region_code) is distinct from (former.name, former.region_code)));
  return null;
end $$`;

// For each statement, not for each row: an import of a thousand courses fills their rows at once.
const triggers = [
  `create trigger follow_added after insert on course referencing new table as changed
    for each statement execute function follow_courses()`,
  `create trigger follow_changed after update on course referencing old table as former new table as changed
    for each statement execute function follow_courses()`,
  `create trigger follow_added after insert on course_skill referencing new table as changed
    for each statement execute function follow_course_skills()`,
  `create trigger follow_removed after delete on course_skill referencing old table as changed
    for each statement execute function follow_course_skills()`,
  `create trigger follow_changed after update on institution referencing old table as former new table as changed
    for each statement execute function follow_institutions()`,
];

const indexes = [
  'create index course_search_words_ix on course_search using gin (words)',
  'create index course_search_skills_ix on course_search using gin (skills)',
  'create index course_search_price_ix on course_search (price, course_id)',
  'create index course_search_standing_ix on course_search (standing, course_id)',
  'create index course_search_platform_ix on course_search (platform_id, course_id)',
  'create index course_search_institution_ix on course_search (institution_id, course_id)',
  'create index course_search_region_ix on course_search (province, region_code)',
  // By an expression: else the slow index of likeness would be taken for equal words too.
  'create index course_word_like_ix on course_word using gist (lower(word) gist_trgm_ops (siglen = 32))',
  'create index course_word_ix on course_word (word)',
  // Classes to come, by place and by time.
  `create index schedule_place_ix on schedule (left(region_code, 2), starts_at) include (course_id, region_code)
    where status = 'PUBLISHED' and region_code is not null`,
  `create index schedule_start_ix on schedule (starts_at) include (course_id) where status = 'PUBLISHED'`,
];

const fillAll = `select fill_course_search(array(select id from course where status in ('ACTIVE', 'WATCHED')))`;

export class CourseSearchFollows extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [followCourses, followSkills, followInstitutions, ...triggers, ...indexes, fillAll])
      this.addSql(statement);
  }
}
