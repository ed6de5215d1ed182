import { Migration } from '@mikro-orm/migrations';

const count = `create function refuse_eleven_skills() returns trigger language plpgsql as $$
declare
  overfull uuid;
begin
  -- One after the other for a vacancy: two that add six each would not see each other's. In one order for all.
  perform from vacancy where id in (select vacancy_id from changed) order by id for no key update;
  select vacancy_id into overfull from vacancy_skill where vacancy_id in (select vacancy_id from changed)
    group by vacancy_id having count(*) > 10 limit 1;
  if found then
    raise exception 'vacancy % asks for more than ten skills', overfull
      using errcode = 'check_violation', table = 'vacancy_skill', constraint = 'vacancy_skill_ten';
  end if;
  return null;
end $$`;

const stay = `create function refuse_moved_skill() returns trigger language plpgsql as $$
begin
  raise exception 'a skill stays with its vacancy'
    using errcode = 'check_violation', table = 'vacancy_skill', constraint = 'vacancy_skill_stays';
end $$`;

const triggers = [
  `create trigger ten_skills after insert on vacancy_skill referencing new table as changed
    for each statement execute function refuse_eleven_skills()`,
  // So that an insert alone can make them too many.
  `create trigger skill_stays before update of vacancy_id on vacancy_skill for each row
    when (new.vacancy_id is distinct from old.vacancy_id) execute function refuse_moved_skill()`,
];

/** A vacancy asks for at most ten skills, whoever writes them. */
export class TenSkills extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [count, stay, ...triggers]) this.addSql(statement);
  }
}
