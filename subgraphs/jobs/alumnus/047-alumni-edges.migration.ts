import { Migration } from '@mikro-orm/migrations';

// One row. Whoever knew it could tell how many people a group has that has just vanished.
const edge = `create table alumni_edge (
  is_only boolean primary key default true check (is_only),
  salt text not null default gen_random_uuid()::text || gen_random_uuid()::text
)`;

// From 10 to 19, for ever the same for a province and a set of skills: a group that is shown no more had one less than a
// number that nobody knows. Without a salt, 10. One expression, which a statement over thousands of cells takes in whole.
const size = `create function alumni_size(salt text, area text, wanted text[]) returns int language sql stable as $$
  select coalesce(10 + get_byte(sha256(convert_to(salt || area || array_to_string(wanted, ' '), 'UTF8')), 0) % 10, 10)
$$`;
const least = `create function alumni_least(area text, wanted text[]) returns int language sql stable as $$
  select alumni_size((select salt from alumni_edge), area, wanted)
$$`;

// As before, but nobody where they are too few to be shown.
const matches = `create or replace function alumni_matches(roster bigint, portal uuid, area text, wanted text[])
returns int[] language plpgsql stable as $$
declare
  matching int[];
  holders int[];
  part int[];
  code text;
begin
  foreach code in array wanted loop
    holders := '{}';
    for part in select members from alumni_cell where roster_id = roster and province_code = area
      and skill_code = code and (portal_id is null or portal_id = portal) loop
      holders := case when holders = '{}' then part else holders | part end;
    end loop;
    matching := case when matching is null then holders else matching & holders end;
  end loop;
  return case when cardinality(matching) < alumni_least(area, wanted) then '{}' else matching end;
end $$`;

/** Groups are shown from a size on that is kept secret, so that the day on which one vanishes tells no small number. */
export class AlumniEdges extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [edge, 'insert into alumni_edge default values', size, least, matches])
      this.addSql(statement);
  }
}
