import { Migration } from '@mikro-orm/migrations';

// As before, but a skill is added where those who have all so far are shown: which skills are told would give away
// otherwise whether they are ten.
const skills = `create or replace function vacancy_alumni_skills(vacancy uuid, portal uuid, area text, most int) returns text[]
language plpgsql stable as $$
declare
  roster bigint := (select max(id) from alumni_roster);
  kept text[] := '{}';
  tried text[];
  foremost text;
  code text;
begin
  for code in
    select skill_code from vacancy_skill cross join lateral (
        select coalesce(sum(people), 0) as people from alumni_cell where roster_id = roster and province_code = area
          and alumni_cell.skill_code = vacancy_skill.skill_code
          and (alumni_cell.portal_id is null or alumni_cell.portal_id = portal)
      ) cell
      where vacancy_id = vacancy order by weight / ln(2 + alumni_rounded(people::int)) desc, skill_code limit most
  loop
    foremost := coalesce(foremost, code);
    -- In the order in which a search names them.
    tried := array(select each from unnest(kept || code) as each order by each collate "C");
    if cardinality(alumni_matches(roster, portal, area, tried)) > 0 then
      kept := tried;
    end if;
  end loop;
  return case when kept = '{}' and foremost is not null then array[foremost] else kept end;
end $$`;

/** The skills by which alumni are searched for a vacancy tell no size of a group. */
export class VacancyAlumniSizes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(skills);
  }
}
