import { Migration } from '@mikro-orm/migrations';

// The open vacancies by the skills that they ask for, with all that ranks them: a page reads indexes alone. `freshness`
// doubles every 30 days of posting, so that the order of two vacancies never changes with time.
const tables = [
  `create table vacancy_match (
    vacancy_id uuid not null,
    skill_code text collate "C" not null,
    level smallint not null check (level between 1 and 3),
    weight smallint not null check (weight between 1 and 5),
    region_code text collate "C",
    province text collate "C" generated always as (left(region_code, 2)) stored,
    is_remote boolean not null,
    freshness float8 not null check (freshness > 0),
    primary key (vacancy_id, skill_code) include (level, weight)
  )`,
  // By the place of the work, from the nearest; each list begins with the newest.
  `create index vacancy_match_regency_ix on vacancy_match (skill_code, region_code, freshness desc)
    include (vacancy_id, level, weight) where not is_remote`,
  `create index vacancy_match_province_ix on vacancy_match (skill_code, province, freshness desc)
    include (vacancy_id, region_code, level, weight) where not is_remote`,
  `create index vacancy_match_remote_ix on vacancy_match (skill_code, freshness desc)
    include (vacancy_id, level, weight) where is_remote`,
  `create index vacancy_match_place_ix on vacancy_match (skill_code, freshness desc)
    include (vacancy_id, province, level, weight) where not is_remote`,
  // How many open vacancies ask for a skill, counted every few minutes.
  `create table skill_demand (
    skill_code text collate "C" primary key,
    vacancies integer not null check (vacancies >= 0),
    rarity float8 not null check (rarity > 0)
  )`,
];

const fill = `create function fill_vacancy_match(ids uuid[]) returns void language sql as $$
  delete from vacancy_match where vacancy_id = any(ids);
  insert into vacancy_match (vacancy_id, skill_code, level, weight, region_code, is_remote, freshness)
    select vacancy.id, skill_code, array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], level), weight,
        region_code, is_remote,
        power(2::float8, extract(epoch from posted_at - timestamptz '2026-01-01 00:00:00+00')::float8 / 86400 / 30)
      from vacancy join vacancy_skill on vacancy_id = vacancy.id
      where vacancy.id = any(ids) and vacancy.is_open
$$`;

const follow = [
  `create function match_changed_vacancies() returns trigger language plpgsql as $$
  begin
    perform fill_vacancy_match(ids) from (
      select array_agg(changed.id) as ids from changed join former on former.id = changed.id
        where (changed.is_open, changed.region_code, changed.is_remote, changed.posted_at)
          is distinct from (former.is_open, former.region_code, former.is_remote, former.posted_at)
    ) as moved where ids is not null;
    return null;
  end $$`,
  `create function match_named_vacancies() returns trigger language plpgsql as $$
  begin
    perform fill_vacancy_match(ids) from (select array_agg(distinct vacancy_id) as ids from changed) as named
      where ids is not null;
    return null;
  end $$`,
  // Whether the vacancy is open reaches its skills by a cascade, and is followed by the vacancy itself.
  `create function match_changed_skills() returns trigger language plpgsql as $$
  begin
    perform fill_vacancy_match(ids) from (
      select array_agg(distinct changed.vacancy_id) as ids
        from changed join former on former.vacancy_id = changed.vacancy_id and former.skill_code = changed.skill_code
        where (changed.level, changed.weight) is distinct from (former.level, former.weight)
    ) as moved where ids is not null;
    return null;
  end $$`,
  // For each statement, not for each row: an import of a thousand vacancies fills their rows at once.
  `create trigger match_changed after update on vacancy referencing old table as former new table as changed
    for each statement execute function match_changed_vacancies()`,
  `create trigger match_added after insert on vacancy_skill referencing new table as changed
    for each statement execute function match_named_vacancies()`,
  `create trigger match_removed after delete on vacancy_skill referencing old table as changed
    for each statement execute function match_named_vacancies()`,
  `create trigger match_changed after update on vacancy_skill referencing old table as former new table as changed
    for each statement execute function match_changed_skills()`,
];

const fillAll = 'select fill_vacancy_match(array(select id from vacancy where is_open))';

export class Recommendations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...tables, fill, ...follow, fillAll]) this.addSql(statement);
  }
}
