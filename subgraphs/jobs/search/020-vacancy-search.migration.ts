import { Migration } from '@mikro-orm/migrations';

// Both are trusted: the role that owns the database may add them.
const extensions = ['create extension if not exists pg_trgm', 'create extension if not exists fuzzystrmatch'];

const INDONESIAN = `'pg_catalog.indonesian'::regconfig`;

// What a search reads of a vacancy is made from its own row, whoever writes it: it costs the stemmer of PostgreSQL and
// nothing else. Titles weigh A, the employer's name C; the name of an employer never changes.
const columns = [
  'alter table vacancy add column employer_name text',
  'update vacancy set employer_name = name from employer where employer.id = employer_id',
  `create function name_employer() returns trigger language plpgsql as $$
  begin
    select name into new.employer_name from employer where id = new.employer_id;
    return new;
  end $$`,
  `create trigger name_employer before insert or update of employer_id on vacancy
    for each row execute function name_employer()`,
  `alter table vacancy
    add column head tsvector not null generated always as (
      setweight(to_tsvector(${INDONESIAN}, left(title, 500)), 'A')
        || setweight(to_tsvector(${INDONESIAN}, left(coalesce(employer_name, ''), 500)), 'C')) stored,
    add column words tsvector not null generated always as (
      to_tsvector(${INDONESIAN}, left(title, 500)) || to_tsvector(${INDONESIAN}, left(coalesce(employer_name, ''), 500))
        || to_tsvector(${INDONESIAN}, left(description, 10000))) stored`,
];

const words = [
  // Words of titles and of employers: what a mistyped word may have meant. Not unique: who adds a word never waits for
  // another who adds it too, and one that is there twice does no harm.
  `create table vacancy_word (
    id uuid primary key default uuidv7(),
    word text not null
  )`,
  // By an expression: else the slow index of likeness would be taken for equal words too.
  'create index vacancy_word_like_ix on vacancy_word using gist (lower(word) gist_trgm_ops (siglen = 32))',
  'create index vacancy_word_ix on vacancy_word (word)',
  `create function add_vacancy_words(texts text[]) returns void language sql as $$
    insert into vacancy_word (word)
      select distinct part.word
        from unnest(texts) as text, regexp_split_to_table(lower(left(text, 500)), '[^[:alnum:]]+') as part (word)
        where char_length(part.word) between 3 and 40
          and not exists (select from vacancy_word as known where known.word = part.word)
  $$`,
  `create function follow_vacancies() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' then
      perform add_vacancy_words(array(select distinct title from changed union select distinct employer_name from changed));
    else
      perform add_vacancy_words(texts) from (
        select array_agg(text) as texts from changed join former using (id),
            unnest(array[changed.title, changed.employer_name]) as text
          where (changed.title, changed.employer_name) is distinct from (former.title, former.employer_name)
      ) as renamed where texts is not null;
    end if;
    return null;
  end $$`,
  // For each statement, not for each row: an import of a thousand vacancies adds their words at once.
  `create trigger follow_added after insert on vacancy referencing new table as changed
    for each statement execute function follow_vacancies()`,
  `create trigger follow_changed after update on vacancy referencing old table as former new table as changed
    for each statement execute function follow_vacancies()`,
  'select add_vacancy_words(array(select title from vacancy union select employer_name from vacancy))',
];

const functions = [
  // What is looked for when any of some words is meant.
  `create function vacancy_query(words text[]) returns tsquery language sql immutable parallel safe strict as $$
    select string_agg(distinct quote_literal(stem), ' | ')::tsquery
      from unnest(words) as word, unnest(ts_lexize('indonesian_stem', word)) as stem where stem <> ''
  $$`,
  // A letter that is missing, too many or another one costs 1, two that changed places too; the nearest words only. By
  // distance, not by the operator %: its threshold is a setting that the owner of a database may not keep in a function.
  `create function near_vacancy_words(typed text) returns text[] language sql stable parallel safe strict as $$
    with alike as (
      select word from vacancy_word order by lower(word) <-> typed limit 40
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

const indexes = [
  'create index vacancy_words_ix on vacancy using gin (words) where is_open',
  'create index vacancy_place_ix on vacancy (region_code, id) where is_open',
  `create index vacancy_pay_ix on vacancy (coalesce(monthly_salary_to, monthly_salary_from, 0), id) where is_open`,
  'create index vacancy_occupation_ix on vacancy (occupation text_pattern_ops, id) where is_open',
];

export class VacancySearch extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...extensions, ...columns, ...words, ...functions, ...indexes]) this.addSql(statement);
  }
}
