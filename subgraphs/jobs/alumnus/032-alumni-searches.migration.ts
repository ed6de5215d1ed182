import { Migration } from '@mikro-orm/migrations';

const quota = `create table alumni_quota (
  portal_id uuid not null,
  day date not null,
  used int not null default 0 check (used >= 0),
  canaries int not null default 0 check (canaries >= 0),
  primary key (portal_id, day)
)`;

// The sample lies in two lists, place by place. numbers: of profiles; 0 fills the list up and is never shown, -1 is a
// canary. A pseudonym is the tag of its search and the ticket of its place, all by chance.
const search = `create table alumni_search (
  id uuid primary key default gen_random_uuid(),
  portal_id uuid not null,
  day date not null,
  roster_id bigint not null,
  province_code text collate "C" not null,
  skills text[] not null check (cardinality(skills) between 1 and 5),
  total int not null check (total = 0 or total >= 10),
  tag bigint not null unique,
  numbers int[] not null,
  tickets bigint[] not null check (cardinality(tickets) = cardinality(numbers)),
  unique (portal_id, roster_id, province_code, skills)
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

const ticket = `create function alumni_ticket() returns bigint language sql volatile as $$
  select ('x' || left(md5(gen_random_uuid()::text), 16))::bit(64)::bigint
$$`;

const pseudonym = `create function alumni_pseudonym(tag bigint, ticket bigint) returns text language sql immutable as $$
  select lpad(to_hex(tag), 16, '0') || lpad(to_hex(ticket), 16, '0')
$$`;

// The same lots are drawn and kept whether nobody matches or a thousand do: a first page takes as long.
const draw = `create function draw_alumni_sample(members int[], kept int, room int, out numbers int[], out tickets bigint[])
language plpgsql volatile as $$
declare
  people bigint := cardinality(members);
  share bigint := greatest(kept, 1);
  turn bigint := floor(random() * people);
  marks int[] := array(select floor(random() * 100)::int from generate_series(0, room / 100));
begin
  -- One of each of as many equal parts of the list, which is turned by chance: everyone is as likely as anyone.
  with lot as materialized (
    select index, random() as chance, alumni_ticket() as ticket from generate_series(0, room - 1) as index
  ),
  part as (
    select ticket, chance, index >= kept as is_filling, index * people / share as first, (index + 1) * people / share as next
    from lot
  ),
  placed as (
    select ticket, is_filling, row_number() over (order by is_filling, ticket)::int as place,
      case when not is_filling then members[1 + (first + floor(chance * (next - first))::bigint + turn) % people] end as number
    from part
  ),
  -- A canary in each hundred places behind the first hundred.
  marked as (
    select place, ticket, case when is_filling then 0
      when place > 100 and (place - 1) % 100 = marks[1 + (place - 1) / 100] then -1 else number end as number
    from placed
  )
  select coalesce(array_agg(number order by place), '{}'), coalesce(array_agg(ticket order by place), '{}')
    into numbers, tickets from marked;
end $$`;

const page = `create function take_alumni_page(portal uuid, wanted text[], area text, why text, request text,
  page int, behind text, today date, moment timestamptz, most int)
returns table (outcome text, pseudonyms text[], has_more boolean, total int, canaries_before int, canaries_now int)
language plpgsql as $$
#variable_conflict use_column
declare
  former int;
  met int;
  roster bigint;
  search alumni_search;
  members int[];
  start int := 0;
  room int;
  shown text[];
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
    return query select 'QUOTA', '{}'::text[], false, 0, met, met;
    return;
  end if;
  select id into roster from alumni_roster order by id desc limit 1;
  select * into search from alumni_search
    where portal_id = portal and roster_id = roster and province_code = area and skills = wanted;
  if search.id is null and behind is null and roster is not null then
    members := alumni_matches(roster, portal, area, wanted);
    insert into alumni_search (portal_id, day, roster_id, province_code, skills, total, tag, numbers, tickets)
      select portal, today, roster, area, wanted, rounded, alumni_ticket(), numbers, tickets
      from alumni_rounded(cardinality(members)) as rounded, draw_alumni_sample(members, least(rounded, room), room)
      returning * into search;
  end if;
  if behind is not null then
    start := array_position(search.tickets, ('x' || right(behind, 16))::bit(64)::bigint);
    if alumni_pseudonym(search.tag, search.tickets[start]) is distinct from behind then
      return query select 'CURSOR', '{}'::text[], false, 0, met, met;
      return;
    end if;
  end if;
  -- Read behind the locks, so that a consent that was withdrawn before holds no longer.
  with seen as materialized (
    select sample.place, sample.ticket, sample.number, profile.participant_id
    from unnest(search.numbers, search.tickets) with ordinality as sample (number, ticket, place)
      left join skill_profile profile on profile.number = sample.number
    where sample.place > start and sample.number <> 0
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
  select coalesce(array_agg(alumni_pseudonym(search.tag, ticket) order by place), '{}'), count(*) filter (where number = -1),
      (select count(*) from seen) > count(*)
    into shown, birds, rest from answer;
  -- A page without anybody counts as one: asking is not free either.
  update alumni_quota set used = former + greatest(cardinality(shown), 1), canaries = met + birds
    where portal_id = portal and day = today;
  return query select 'PAGE', shown, rest, coalesce(search.total, 0), met, met + birds;
end $$`;

/** What portals ask and were shown, and what people read of it. */
export class AlumniSearches extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [quota, search, disclosure, ticket, pseudonym, draw, page]) this.addSql(statement);
    for (const [table, column] of [
      ['alumni_quota', 'day'],
      ['alumni_search', 'day'],
      ['alumni_disclosure', 'at'],
    ])
      this.addSql(`create index ${table}_${column}_ix on ${table} (${column})`);
    for (const list of ['numbers', 'tickets'])
      this.addSql(`alter table alumni_search alter column ${list} set storage external`);
    // Skills are no longer looked for in the profiles themselves.
    this.addSql('drop index skill_profile_skills_ix');
  }
}
