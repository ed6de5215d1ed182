import { Migration } from '@mikro-orm/migrations';

// Both are trusted: the role that owns the database may add them.
const extensions = ['create extension if not exists pg_trgm', 'create extension if not exists fuzzystrmatch'];

const tables = [
  // A row for each course on offer, and no other.
  `create table course_search (
    course_id uuid primary key references course on delete cascade,
    platform_id uuid not null,
    institution_id uuid not null,
    mode text not null,
    price bigint not null,
    province text not null,
    region_code text not null,
    skills text[] not null,
    rating double precision,
    standing integer not null,
    head tsvector not null,
    words tsvector not null
  )`,
  // Not unique: who adds a word never waits for another who adds it too. A word that is there twice does no harm.
  `create table course_word (
    id uuid primary key default uuidv7(),
    word text not null,
    roots text[] not null
  )`,
];

// The stemmers of PostgreSQL know neither which letter a nasal prefix has swallowed (menulis: tulis, mengelola: kelola)
// nor when "per" is "pe" with an r (perawat: rawat). So each form that a prefix allows is kept, without its suffix.
const roots = `create function course_roots(word text) returns text[] language sql immutable parallel safe strict as $$
  select array_agg(distinct root) from (
    select word as root
    union all select unnest(ts_lexize('indonesian_stem', word))
    union all select unnest(ts_lexize('english_stem', word))
    union all select regexp_replace(form, '^(.{4,}?)(kan|an|i|nya)$', '\\1') from (
      select word as form where word !~ '^(me|pe)'
      union all select substr(word, 3) where word ~ '^(me|pe)[lmnrwy].{3}'
      union all select 'p' || substr(word, 4) where word ~ '^(me|pe)m[aiueor].{3}'
      union all select substr(word, 4) where word ~ '^(me|pe)(m[bfp]|n[cdjtz]).{3}'
      union all select 't' || substr(word, 4) where word ~ '^(me|pe)n[aiueo].{2}'
      union all select 's' || substr(word, 5) where word ~ '^(me|pe)ny[aiueo].{2}'
      union all select 'k' || substr(word, 5) where word ~ '^(me|pe)ng[aiueo].{2}'
      union all select substr(word, 5) where word ~ '^(me|pe)ng[aiueoghk].{2}'
      union all select substr(word, 4) where word ~ '^(ber|per|ter).{4}'
    ) as without_prefix
  ) as found where root <> ''
$$`;

const functions = [
  roots,
  // The words of a text, as they are compared: small letters and digits of any script.
  `create function course_words(text text) returns text[] language sql immutable parallel safe strict as $$
    select array_remove(regexp_split_to_array(lower(text), '[^[:alnum:]]+'), '')
  $$`,
  // What is looked for when any of some words is meant.
  `create function course_query(words text[]) returns tsquery language sql immutable parallel safe strict as $$
    select string_agg(distinct quote_literal(root), ' | ')::tsquery
      from unnest(words) as word, unnest(course_roots(word)) as root
  $$`,
  // A letter that is missing, too many or another one costs 1, two that changed places too; the nearest words only. By
  // distance, not by the operator %: its threshold is a setting that the owner of a database may not keep in a function.
  `create function near_course_words(typed text) returns text[] language sql stable parallel safe strict as $$
    with alike as (
      select word from course_word where char_length(word) > 2 order by lower(word) <-> typed limit 40
    ), near as (
      select distinct word, similarity(word, typed) as likeness, levenshtein(word, typed)
          - (array(select unnest(string_to_array(word, null)) order by 1)
            = array(select unnest(string_to_array(typed, null)) order by 1))::int as cost
        from alike
    )
    select array_agg(word order by likeness desc, word) from (
      select word, likeness from near
        where cost <= least(3, char_length(typed) / 3) and cost = (select min(cost) from near)
        order by likeness desc, word limit 4
    ) as nearest
  $$`,
];

// What a course is found by: its title (A), its skills (B) and its institution's name (C), word by word.
const parts = `create view course_part as
  select course.id as course_id, part.weight, word.word, word.place
    from course join institution on institution.id = institution_id,
      lateral (values ('A', left(title, 500)), ('C', left(institution.name, 500)),
        ('B', (select string_agg(skill_code, ' ' order by skill_code) from course_skill where course_id = course.id))
      ) as part (weight, text),
      unnest(course_words(part.text)) with ordinality as word (word, place)
    where char_length(word.word) <= 40`;

// Writes the rows of these courses anew, removes those of courses that are not on offer. The courses are locked first,
// in order of their ids: of two who change one, the second sees what the first has written. The roots of a word are
// found once: doing so for each title took ten times as long.
const fill = `create function fill_course_search(ids uuid[]) returns void language plpgsql as $$
begin
  perform from course where id = any(ids) order by id for no key update;
  delete from course_search where course_id = any(ids)
    and not exists (select from course where id = course_id and status in ('ACTIVE', 'WATCHED'));
  insert into course_word (word, roots)
    select word, course_roots(word) from (
      select distinct word from course_part join course on course.id = course_id
        where course_id = any(ids) and status in ('ACTIVE', 'WATCHED')
    ) as used
    where not exists (select from course_word as known where known.word = used.word);
  with rooted as materialized (
    select course_id, weight, place, array_to_string(known.roots, ' ') as text
      from course_part, lateral (select roots from course_word where course_word.word = course_part.word limit 1) as known
      where course_id = any(ids)
  ), headed as (
    select course_id,
        setweight(to_tsvector('simple', coalesce(string_agg(text, ' ' order by place) filter (where weight = 'A'), '')), 'A')
          || setweight(to_tsvector('simple', coalesce(string_agg(text, ' ' order by place) filter (where weight = 'B'), '')), 'B')
          || setweight(to_tsvector('simple', coalesce(string_agg(text, ' ' order by place) filter (where weight = 'C'), '')), 'C') as head
      from rooted group by course_id
  )
  insert into course_search
    select course.id, platform_id, institution_id, mode, price, left(region_code, 2), region_code,
        array(select skill_code from course_skill where course_id = course.id order by skill_code),
        round(rating_sum::numeric / nullif(rating_count, 0), 2)::float8,
        (10000 * (rating_sum + 15) / (rating_count + 5))::int, coalesce(head, ''),
        coalesce(head, '') || to_tsvector('indonesian', left(description, 10000))
          || to_tsvector('english', left(description, 10000))
      from course join institution on institution.id = institution_id left join headed on course_id = course.id
      where course.id = any(ids) and status in ('ACTIVE', 'WATCHED') order by course.id
    on conflict (course_id) do update set platform_id = excluded.platform_id,
      institution_id = excluded.institution_id, mode = excluded.mode, price = excluded.price,
      province = excluded.province, region_code = excluded.region_code, skills = excluded.skills,
      rating = excluded.rating, standing = excluded.standing, head = excluded.head, words = excluded.words;
end $$`;

export class CourseSearch extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...extensions, ...tables, ...functions, parts, fill]) this.addSql(statement);
  }
}
