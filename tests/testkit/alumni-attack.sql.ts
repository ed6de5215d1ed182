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
  create table sim_count (skills text[] not null, province text not null, truth int not null, told int, room int not null,
    work int not null, micros int not null);
  create table sim_supply (day int not null, province text, code text not null, told int not null);
  create table sim_hidden (day int not null, province text not null, code text not null, truth int not null);
  create table sim_error (is_passed boolean not null, is_there boolean not null)`;

/** The truth behind a place of the newest search of a portal. */
export const NUMBER = `create function sim_number(portal uuid, wanted sim_search, told text) returns int language sql stable as $$
  select numbers[array_position(tickets, ('x' || right(told, 16))::bit(64)::bigint)] from alumni_search
  where portal_id = portal and skills = wanted.skills and province_code = wanted.province order by roster_id desc limit 1
$$`;

/** Reads a search as a portal does, page by page, with the function that the graph calls. */
export const READ = `create function sim_read(portal uuid, today date, search_key int, page int, most int)
returns table (place int, pseudonym text, number int) language plpgsql as $$
#variable_conflict use_variable
declare
  wanted sim_search;
  answer record;
  behind text;
  former int := 0;
begin
  select * into wanted from sim_search where key = search_key;
  loop
    select * into answer from take_alumni_page(portal, wanted.skills, wanted.province, 'VACANCY', 'sim', page, behind,
      today, today + interval '1 hour', most);
    exit when answer.outcome <> 'PAGE';
    return query select former + at::int, told, sim_number(portal, wanted, told)
      from unnest(answer.pseudonyms) with ordinality as row (told, at);
    former := former + cardinality(answer.pseudonyms);
    behind := answer.pseudonyms[cardinality(answer.pseudonyms)];
    exit when not answer.has_more;
  end loop;
end $$`;

/** Keeps what portal $1 with id $2 sees on day $3 of all searches, with a quota of $4 rows. */
export const WALK = `insert into sim_seen
  select $1::int, $3::date - date '2026-12-01', key, place, pseudonym, province || ' ' || skills::text, number
  from (select * from sim_search order by key offset 0) each cross join lateral sim_read($2::uuid, $3::date, key, 50, $4::int)`;

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
  target := coalesce(sim_number(portal, one, answer.pseudonyms[1]), 0);
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

const REVERSED = `with ranked as (${ranked('place')}), turned as (${ranked('place desc')})
  select count(*)::float8 / ${OURS} as share from ranked a join turned b using (day, search, rank, number)
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
  'equal places, one of them from the end': REVERSED,
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

/** Rows of one person in two answers to one portal, on one day or two: told by an equal pseudonym, and blindly. */
export const OWN = `with size as (select portal, day, search, count(*) as rows from sim_seen group by portal, day, search)
  select coalesce(avg((a.pseudonym = b.pseudonym)::int), 0) as share, avg(1.0 / rows) as blind
  from sim_seen a join sim_seen b on b.portal = a.portal and b.number = a.number and (a.day, a.search) < (b.day, b.search)
    join size on size.portal = b.portal and size.day = b.day and size.search = b.search
  where a.number > 0`;

/**
 * Takes pseudonyms that portal $1 saw on day $3 for cursors of portal $2 in the same search, and of itself in others, and
 * keeps whether that passes, and whether the person is there. Quota of $4 rows.
 */
export const ERRORS = `insert into sim_error
  select answer.outcome = 'PAGE', exists (select from sim_seen there where there.portal = asking.portal and there.day = seen.day
      and there.search = sim_search.key and there.number = seen.number)
  from (select * from sim_seen where portal = 0 and day = $3::date - date '2026-12-01' and number > 0
      order by hashtext(pseudonym) limit 200) seen
    cross join (values (0, $1::uuid), (1, $2::uuid)) as asking (portal, id)
    join sim_search on (sim_search.key = seen.search) = (asking.portal = 1)
    cross join lateral take_alumni_page(asking.id, sim_search.skills, sim_search.province, 'VACANCY', 'sim', 1, seen.pseudonym,
      $3::date, $3::date + interval '1 hour', $4::int) answer`;

/** Whether somebody is in the other answer: guessed by what is answered, and blindly. */
export const ERROR_GUESSES = `with answered as (
    select count(*) filter (where is_there) as there, count(*) as rows from sim_error group by is_passed
  )
  select sum(greatest(there, rows - there)) / sum(rows) as share,
    greatest(sum(there), sum(rows - there)) / sum(rows) as blind from answered`;

/** Rows that were shown of people, and those of them without an entry in that person's log. */
export const UNLOGGED = `select count(*)::int as shown, count(*) filter (where not exists (
    select from alumni_disclosure log where log.participant_id = profile.participant_id and portal_id = ($1::uuid[])[1 + portal]
      and log.skills = sim_search.skills and province_code = province and (at at time zone 'UTC')::date - date '2026-12-01' = day)
  )::int as unlogged
  from sim_seen join skill_profile profile using (number) join sim_search on key = search`;
