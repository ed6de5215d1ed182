import { Migration } from '@mikro-orm/migrations';

// The skills of a vacancy that people are searched by for it: the weightiest and rarest of the province first, each
// that leaves ten people with all of those before it. Where no skill has ten, the first one, which finds nobody.
const skills = `create function vacancy_alumni_skills(vacancy uuid, portal uuid, area text, most int) returns text[]
language plpgsql stable as $$
declare
  roster bigint := (select max(id) from alumni_roster);
  kept text[] := '{}';
  members int[];
  holders int[];
  foremost text;
  code text;
begin
  for code in
    select skill_code from vacancy_skill cross join lateral (
        select coalesce(sum(people), 0) as people from alumni_cell where roster_id = roster and province_code = area
          and alumni_cell.skill_code = vacancy_skill.skill_code
          and (alumni_cell.portal_id is null or alumni_cell.portal_id = portal)
      ) cell
      where vacancy_id = vacancy order by weight / ln(2 + people) desc, skill_code limit most
  loop
    foremost := coalesce(foremost, code);
    holders := alumni_matches(roster, portal, area, array[code]);
    if members is not null then
      holders := holders & members;
    end if;
    if cardinality(holders) >= 10 then
      kept := kept || code;
      members := holders;
    end if;
  end loop;
  return case when kept = '{}' and foremost is not null then array[foremost] else kept end;
end $$`;

export class VacancyAlumni extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(skills);
  }
}
