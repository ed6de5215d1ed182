/**
 * SQL of two portals that compare notes. `sim_seen` holds what they see; `number` is the truth, which no attack reads:
 * it only scores the guesses.
 */

export const TABLES = `
  create table sim_search (key int generated always as identity, skills text[] not null, province text not null);
  create table sim_seen (
    portal int not null, day int not null, search int not null, place int not null, pseudonym text not null,
    shown text not null, number int not null);
  create table sim_probe (portal int not null, day int not null, search int not null, place int not null,
    cost int not null, number int not null, target int not null);
  create table sim_count (skills text[] not null, province text not null, truth int not null, told int, room int not null, work int not null)`;

/** The truth behind a place of the newest search of a portal. */
export const NUMBER = `create function sim_number(portal uuid, wanted sim_search, told text) returns int language sql stable as $$
  select numbers[array_position(tickets, ('x' || right(told, 16))::bit(64)::bigint)] from alumni_search
  where portal_id = portal and skills = wanted.skills and province_code = wanted.province order by roster_id desc limit 1
$$`;

/** Walks through a search as a portal does, page by page, with the function that the graph calls. */
export const WALK = `create function sim_walk(portal_index int, portal uuid, today date, search_key int, page int, most int)
returns void language plpgsql as $$
declare
  wanted sim_search;
  answer record;
  behind text;
  place int := 0;
begin
  select * into wanted from sim_search where key = search_key;
  loop
    select * into answer from take_alumni_page(portal, wanted.skills, wanted.province, 'VACANCY', 'sim', page, behind,
      today, today + interval '1 hour', most);
    exit when answer.outcome <> 'PAGE';
    insert into sim_seen
      select portal_index, today - date '2026-12-01', search_key, place + at, told, wanted.province || ' ' || wanted.skills::text,
        sim_number(portal, wanted, told)
      from unnest(answer.pseudonyms) with ordinality as row (told, at);
    place := place + cardinality(answer.pseudonyms);
    behind := answer.pseudonyms[cardinality(answer.pseudonyms)];
    exit when not answer.has_more;
  end loop;
end $$`;

/** Reads one row of a search, then another search row by row, with what each row cost by the quota. */
export const PROBE = `create function sim_quota_probe(portal_index int, portal uuid, today date, first_key int, second_key int, most int)
returns void language plpgsql as $$
declare
  one sim_search;
  other sim_search;
  answer record;
  target int;
  behind text;
  before int;
  after int;
  place int := 0;
begin
  select * into one from sim_search where key = first_key;
  select * into other from sim_search where key = second_key;
  select * into answer from take_alumni_page(portal, one.skills, one.province, 'VACANCY', 'sim', 1, null, today,
    today + interval '1 hour', most);
  target := sim_number(portal, one, answer.pseudonyms[1]);
  loop
    select used into before from alumni_quota where portal_id = portal and day = today;
    select * into answer from take_alumni_page(portal, other.skills, other.province, 'VACANCY', 'sim', 1, behind, today,
      today + interval '1 hour', most);
    exit when answer.outcome <> 'PAGE' or cardinality(answer.pseudonyms) = 0;
    select used into after from alumni_quota where portal_id = portal and day = today;
    behind := answer.pseudonyms[1];
    place := place + 1;
    insert into sim_probe select portal_index, today - date '2026-12-01', second_key, place, after - before,
      sim_number(portal, other, behind), target;
    exit when not answer.has_more;
  end loop;
end $$`;

/** Asks for one row of a search, and writes down the count that is told and the work that its clock would show. */
export const COUNT = `create function sim_count_probe(portal uuid, today date, wanted text[], area text, most int)
returns void language plpgsql as $$
declare
  answer record;
  room int := most - coalesce((select used from alumni_quota where portal_id = portal and day = today), 0);
begin
  select * into answer from take_alumni_page(portal, wanted, area, 'VACANCY', 'sim', 1, null, today,
    today + interval '1 hour', most);
  insert into sim_count select wanted, area,
    cardinality(alumni_matches((select max(id) from alumni_roster), portal, area, wanted)), answer.total, room,
    (select cardinality(numbers) from alumni_search where portal_id = portal
      and skills = wanted and province_code = area order by roster_id desc limit 1);
end $$`;

/** Guesses within equal searches: the chance that a row of one portal is that of the other, when one is picked blindly. */
const GUESS = `with size as (
    select day, search, count(*) filter (where portal = 0) as ours, nullif(count(*) filter (where portal = 1), 0) as theirs
    from sim_seen group by day, search
  ),
  hit as (
    select day, search, count(*) as hits from sim_seen a join sim_seen b using (day, search, number)
    where a.portal = 0 and b.portal = 1 and number > 0 group by day, search
  )
  select sum(hits::float8 / theirs) / sum(ours) as share from size left join hit using (day, search)`;

const OURS = '(select count(*) from sim_seen where portal = 0)';

// Ranks of the rows of each answer, by what a portal sees.
const ranked = (order: string) => `select portal, day, search, number,
    row_number() over (partition by portal, day, search order by ${order}) as rank from sim_seen`;
const byRank = (order: string) => `with ranked as (${ranked(order)})
  select count(*)::float8 / ${OURS} as share from ranked a join ranked b using (day, search, rank, number)
  where a.portal = 0 and b.portal = 1 and number > 0`;

// Everything that a portal ever learned under one pseudonym; equal ones are matched, blindly among several.
const fingerprint = (print: string) => `with known as (
    select portal, pseudonym, min(number) as number, count(*) as rows, md5(string_agg(distinct ${print}, ',' order by ${print})) as print
    from sim_seen group by portal, pseudonym
  ), candidates as (select print, count(*) as among from known where portal = 1 group by print)
  select coalesce(sum(a.rows::float8 / among), 0) / ${OURS} as share
  from known a join known b using (print, number) join candidates using (print)
  where a.portal = 0 and b.portal = 1 and number > 0`;

const SAME = `select count(*)::float8 / ${OURS} as share from sim_seen a
  where portal = 0 and number > 0 and exists (select from sim_seen b where b.portal = 1 and b.pseudonym = a.pseudonym and b.number = a.number)`;

/** What is tried to match a row of one portal with a row of the other: each returns the share that is right. */
export const MATCHES: Readonly<Record<string, string>> = {
  'equal pseudonyms': SAME,
  'equal places': byRank('place'),
  'the order of pseudonyms': byRank('pseudonym'),
  'all that is known under a pseudonym': fingerprint('shown'),
  'all that is known under a pseudonym, by day': fingerprint("day || ' ' || shown"),
};

export const BLIND_MATCH = GUESS;

/** The row of a second search that costs nothing is the one that was shown before; where each costs the same, a guess. */
export const LINKS = `with walk as (
    select portal, day, search, target, count(*) filter (where cost = 0) as free, count(*) as rows,
      count(*) filter (where cost = 0 and number = target) as free_hits, count(*) filter (where number = target) as hits
    from sim_probe where target > 0 group by portal, day, search, target
  )
  select avg(case when free > 0 then free_hits::float8 / free else hits::float8 / rows end) as share,
    avg(hits::float8 / rows) as blind from walk`;
