import { Migration } from '@mikro-orm/migrations';

const roster = `create table alumni_roster (
  id bigint primary key generated always as identity,
  day date not null,
  made_at timestamptz not null
)`;

// Numbers of profiles, ascending. Those who let all portals find them stand under no portal; those who let single
// portals find them stand under each of these: so nobody is counted twice for a portal.
const cell = `create table alumni_cell (
  roster_id bigint not null references alumni_roster on delete cascade,
  province_code text collate "C" not null check (province_code ~ '^[0-9]{2}$'),
  skill_code text collate "C" not null,
  portal_id uuid,
  members int[] not null,
  people int not null generated always as (cardinality(members)) stored,
  unique nulls not distinct (roster_id, province_code, skill_code, portal_id)
)`;

const make = `create function make_alumni_roster(today date, moment timestamptz) returns bigint language plpgsql as $$
declare
  made bigint;
begin
  insert into alumni_roster (day, made_at) values (today, moment) returning id into made;
  insert into alumni_cell (roster_id, province_code, skill_code, portal_id, members)
    -- The newest live consent of each person for each portal, and for all.
    with live as (
      select distinct on (participant_id, portal_id) participant_id, portal_id, left(region_code, 2) as province
      from consent where purpose = 'JOB_MATCHING' and withdrawn_at is null and until > moment
      order by participant_id, portal_id, id desc
    ),
    told as (
      select *, bool_or(portal_id is null) over (partition by participant_id) as is_for_all from live
    )
    select made, province, skill, portal_id, uniq(sort(array_agg(number)))
    from told join skill_profile using (participant_id) cross join lateral unnest(skills) as skill
    where portal_id is null or not is_for_all
    group by province, skill, portal_id;
  -- A search that has just read the former one goes on with it.
  delete from alumni_roster where id not in (select id from alumni_roster order by id desc limit 2);
  return made;
end $$`;

// Those who hold all the skills in a province, of whom a portal may see; ascending.
const matches = `create function alumni_matches(roster bigint, portal uuid, area text, wanted text[])
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
  return matching;
end $$`;

// Nothing below ten; tens up to a thousand, then two digits. Never more than there are.
const rounded = `create function alumni_rounded(people int) returns int language sql immutable as $$
  select case when people < 10 then 0
    else people - people % greatest(10, (10 ^ (length(people::text) - 2))::int) end
$$`;

/** Who can be found on a day, by province and skill, as lists of numbers that are cut in memory. */
export class AlumniRosters extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // Part of PostgreSQL's contrib and trusted: the owner of the database may add it.
    this.addSql('create extension if not exists intarray');
    for (const statement of [roster, cell, make, matches, rounded]) this.addSql(statement);
    // Read as a whole, and as it lies there.
    this.addSql('alter table alumni_cell alter column members set storage external');
  }
}
