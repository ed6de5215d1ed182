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
