import type pg from 'pg';

const CONSENTED = `exists (select from consent where participant_id = profile.participant_id
  and (portal_id = $2::uuid or portal_id is null) and purpose = 'JOB_MATCHING' and withdrawn_at is null and until > now())`;
const LOG = `insert into alumni_disclosure (participant_id, at, portal_id, purpose, skills, province_code, request_id)
  select participant_id, now(), $2::uuid, 'VACANCY', $3::text[], $4, 'floor' from page`;
const COUNT = `insert into alumni_quota (portal_id, day, used) select $2::uuid, current_date, count(*) from page
  on conflict (portal_id, day) do update set used = alumni_quota.used + excluded.used`;

// The best SQL that we know by hand for a first page: cut the two lists, draw a thousand, keep them, show fifty. Where fewer
// match it draws and keeps as many lots all the same, or its time would tell how many they are.
const FIRST = `with cell as (select skill_code, members from alumni_cell
    where roster_id = (select max(id) from alumni_roster) and province_code = $4 and portal_id is null),
  holders as (select (select members from cell where skill_code = ($3::text[])[1])
    & (select members from cell where skill_code = ($3::text[])[2]) as numbers),
  sample as (select number from holders, unnest(numbers) as number order by random() limit 1000),
  drawn as materialized (select number, row_number() over () as place, ('x' || left(md5(gen_random_uuid()::text), 16))::bit(64)::bigint as ticket
    from (select number from sample union all
      select 0 from holders cross join generate_series(cardinality(numbers) + 1, 1000)) each),
  kept as (insert into alumni_search (id, portal_id, day, roster_id, province_code, skills, total, tag, numbers, tickets)
    select $1::uuid, $2::uuid, current_date, 0, $4, $3::text[], 10, hashtextextended($1::text, 0), array_agg(number), array_agg(ticket) from drawn),
  page as materialized (select place, ticket, participant_id from drawn join skill_profile profile using (number)
    where place <= 60 and ${CONSENTED} order by place limit 50),
  logged as (${LOG}), counted as (${COUNT})
  select ticket from page order by place`;

const NEXT = `with page as materialized (select place, ticket, participant_id
    from alumni_search cross join unnest(numbers, tickets) with ordinality as sample (number, ticket, place)
      join skill_profile profile using (number)
    where alumni_search.id = $1::uuid and place > $5::int and ${CONSENTED} order by place limit 50),
  logged as (${LOG}), counted as (${COUNT})
  select ticket, place from page order by place`;

interface FloorSearch {
  id: string;
  portal: string;
  skills: readonly string[];
  province: string;
}

/** What a page costs in SQL by hand, on the same rows. */
export const floorOf = (pool: pg.Pool) => ({
  first: ({ id, portal, skills, province }: FloorSearch) =>
    pool.query({ name: 'floor-first', text: FIRST, values: [id, portal, skills, province] }),
  next: ({ id, portal, skills, province }: FloorSearch, behind: number) =>
    pool.query({ name: 'floor-next', text: NEXT, values: [id, portal, skills, province, behind] }),
});

const LIST = 'select vacancy_id, level, weight, freshness';
/** SQL of what a skill of one level is worth where another is asked for. */
const worth = (own: string, asked: string) =>
  `case when ${asked} <= ${own} then 1::float8 when ${asked} = ${own} + 1 then 0.5::float8 else 0.25::float8 end`;

/**
 * The best SQL that we know by hand for the first $2 recommendations of people $1, with all that the answer shows: the
 * lists of each skill by place, the best 60 of these by all skills, and of those that are shown the title, what fits and
 * how many skills are asked for. In one statement, without cursors; it takes every portal for an active one.
 */
export const RECOMMENDATION_FLOOR = `select profile.participant_id as person, best.*
  from skill_profile profile
  cross join lateral (select region_code as region, left(region_code, 2) as province from consent
    where consent.participant_id = profile.participant_id and withdrawn_at is null order by id desc limit 1) home
  cross join lateral (
    select array_agg(code) as codes, array_agg(level) as levels,
      array_agg((select rarity from skill_demand where skill_code = code)) as rarities
    from (
      select code, max(array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], level)) as level
      from profile_certificate cross join unnest(skills, levels) as proved (code, level)
      where profile_certificate.participant_id = profile.participant_id and revoked_at is null group by code
    ) proved
  ) skill
  cross join lateral (
    select ranked.*, title, posted_at, told.*
    from (
      select candidate.vacancy_id as id, place, candidate.factor * (
          select sum(rarities[index] * weight * ${worth('levels[index]', 'match.level')})
          from vacancy_match match cross join lateral array_position(skill.codes, skill_code) as index
          where match.vacancy_id = candidate.vacancy_id and skill_code = any(skill.codes)
        ) as score
      from (
        select vacancy_id, any_value(factor) as factor, any_value(place) as place,
          sum(own.rarity * weight * ${worth('own.level', 'listed.level')}) * any_value(factor) as score
        from unnest(skill.codes, skill.levels, skill.rarities) as own (code, level, rarity)
        cross join lateral (
          (${LIST} as factor, 'REGENCY' as place from vacancy_match
            where skill_code = own.code and not is_remote and region_code = home.region order by freshness desc limit 100)
          union all (${LIST} * 0.7, 'PROVINCE' from vacancy_match where skill_code = own.code and not is_remote
            and province = home.province and region_code <> home.region order by freshness desc limit 60)
          union all (${LIST} * 0.8, 'REMOTE' from vacancy_match
            where skill_code = own.code and is_remote order by freshness desc limit 40)
          union all (${LIST} * 0.3, 'ELSEWHERE' from vacancy_match
            where skill_code = own.code and not is_remote and province <> home.province order by freshness desc limit 20)
        ) listed group by vacancy_id order by score desc limit 60
      ) candidate order by score desc, id desc limit $2::int
    ) ranked
    join vacancy on vacancy.id = ranked.id
    cross join lateral (
      select count(*) as asked, array_agg(skill_code order by skill_code) filter (where skill_code = any(skill.codes)) as codes,
        bool_and(skill.levels[array_position(skill.codes, skill_code)] >= level) as is_level_met
      from vacancy_match where vacancy_id = ranked.id
    ) told
  ) best
  where profile.participant_id = any($1::uuid[]) order by person, score desc, id desc`;
