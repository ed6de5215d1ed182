import { Migration } from '@mikro-orm/migrations';

const quota = `create table alumni_quota (
  portal_id uuid not null,
  day date not null,
  used int not null default 0 check (used >= 0),
  canaries int not null default 0 check (canaries >= 0),
  primary key (portal_id, day)
)`;

const search = `create table alumni_search (
  id uuid primary key default gen_random_uuid(),
  portal_id uuid not null,
  day date not null,
  roster_id bigint not null,
  province_code text collate "C" not null,
  skills text[] not null check (cardinality(skills) between 1 and 5),
  total int not null check (total = 0 or total >= 10),
  unique (portal_id, roster_id, province_code, skills)
)`;

// number: of a profile; 0 fills the sample up and is never shown, -1 is a canary. No foreign key: it would be checked
// a thousand times in a first page.
const sample = `create table alumni_sample (
  search_id uuid not null,
  place int not null,
  pseudonym uuid not null unique default gen_random_uuid(),
  number int not null check (number >= -1),
  day date not null,
  primary key (search_id, place)
)`;

const disclosure = `create table alumni_disclosure (
  participant_id uuid not null,
  id uuid not null default uuidv7(),
  at timestamptz not null,
  portal_id uuid not null,
  purpose text not null check (purpose in ('VACANCY', 'TALENT_POOL')),
  skills text[] not null,
  province_code text not null,
  request_id text not null,
  primary key (participant_id, id)
)`;

// 48 bits of a strong source, from 0 to 1.
const random = `create function alumni_random() returns double precision language sql volatile as $$
  select ('x' || encode(substring(uuid_send(gen_random_uuid()) for 6), 'hex'))::bit(48)::bigint / 281474976710656.0
$$`;

// The same rows are written and the same lots drawn whether nobody matches or a thousand do: a first page takes as long.
const draw = `create function draw_alumni_sample(search uuid, members int[], kept int, room int, today date)
returns void language plpgsql as $$
declare
  people bigint := cardinality(members);
  share bigint := greatest(kept, 1);
  turn bigint := floor(alumni_random() * people);
  marks int[] := array(select floor(alumni_random() * 100)::int from generate_series(0, room / 100));
begin
  insert into alumni_sample (search_id, place, number, day)
    -- One of each of as many equal parts of the list, which is turned by chance: everyone is as likely as anyone.
    with lot as materialized (
      select index, alumni_random() as chance, gen_random_uuid() as ticket from generate_series(0, room - 1) as index
    ),
    chosen as (
      select ticket, index >= kept as is_filling, index * people / share as first, (index + 1) * people / share as next, chance
      from lot
    ),
    placed as (
      select row_number() over (order by is_filling, ticket)::int as place, is_filling,
        case when not is_filling then members[1 + (first + floor(chance * (next - first))::bigint + turn) % people] end as number
      from chosen
    )
    -- A canary in each hundred places behind the first hundred.
    select search, place, case when is_filling then 0
      when place > 100 and (place - 1) % 100 = marks[1 + (place - 1) / 100] then -1 else number end, today
    from placed;
end $$`;

const page = `create function take_alumni_page(portal uuid, wanted text[], area text, why text, request text,
  page int, behind uuid, today date, moment timestamptz, most int)
returns table (outcome text, pseudonyms uuid[], has_more boolean, total int, canaries_before int, canaries_now int)
language plpgsql as $$
#variable_conflict use_column
declare
  former int;
  met int;
  roster bigint;
  search uuid;
  counted int := 0;
  members int[];
  start int := 0;
  room int;
  shown uuid[];
  rest boolean;
  birds int;
begin
  -- An erasure goes first: what is not committed yet would escape it.
  perform pg_advisory_xact_lock_shared(7214041);
  -- Pages of one portal follow each other.
  insert into alumni_quota as own (portal_id, day) values (portal, today)
    on conflict (portal_id, day) do update set used = own.used returning used, canaries into former, met;
  room := most - former;
  if room <= 0 then
    return query select 'QUOTA', '{}'::uuid[], false, 0, met, met;
    return;
  end if;
  select id into roster from alumni_roster order by id desc limit 1;
  select id, alumni_search.total into search, counted from alumni_search
    where portal_id = portal and roster_id = roster and province_code = area and skills = wanted;
  if search is null and behind is null and roster is not null then
    members := alumni_matches(roster, portal, area, wanted);
    counted := alumni_rounded(cardinality(members));
    insert into alumni_search (portal_id, day, roster_id, province_code, skills, total)
      values (portal, today, roster, area, wanted, counted) returning id into search;
    perform draw_alumni_sample(search, members, least(counted, room), room, today);
  end if;
  if behind is not null then
    select place into start from alumni_sample where pseudonym = behind and search_id = search;
    if start is null then
      return query select 'CURSOR', '{}'::uuid[], false, 0, met, met;
      return;
    end if;
  end if;
  -- Read behind the locks, so that a consent that was withdrawn before holds no longer.
  with seen as materialized (
    select sample.place, sample.pseudonym, sample.number, profile.participant_id
    from alumni_sample sample left join skill_profile profile on profile.number = sample.number
    where search_id = search and sample.place > start and sample.number <> 0
      and (sample.number = -1 or profile.skills @> wanted and exists (
        select from consent where consent.participant_id = profile.participant_id
          and (consent.portal_id = portal or consent.portal_id is null)
          and purpose = 'JOB_MATCHING' and withdrawn_at is null and until > moment))
    order by sample.place limit least(page, room) + 1
  ),
  answer as materialized (select * from seen order by place limit least(page, room)),
  logged as (
    insert into alumni_disclosure (participant_id, at, portal_id, purpose, skills, province_code, request_id)
    select participant_id, moment, portal, why, wanted, area, request from answer where participant_id is not null
  )
  select coalesce(array_agg(pseudonym order by place), '{}'), count(*) filter (where number = -1),
      (select count(*) from seen) > count(*)
    into shown, birds, rest from answer;
  -- A page without anybody counts as one: asking is not free either.
  update alumni_quota set used = former + greatest(cardinality(shown), 1), canaries = met + birds
    where portal_id = portal and day = today;
  return query select 'PAGE', shown, rest, coalesce(counted, 0), met, met + birds;
end $$`;

/** What portals ask and were shown, and what people read of it. */
export class AlumniSearches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [quota, search, sample, disclosure, random, draw, page]) this.addSql(statement);
    for (const [table, column] of [
      ['alumni_quota', 'day'],
      ['alumni_search', 'day'],
      ['alumni_sample', 'day'],
      ['alumni_disclosure', 'at'],
    ])
      this.addSql(`create index ${table}_${column}_ix on ${table} (${column})`);
    // Skills are no longer looked for in the profiles themselves.
    this.addSql('drop index skill_profile_skills_ix');
  }
}
