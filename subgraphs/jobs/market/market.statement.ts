import { column, statement } from '../../kit/statement.ts';
import { isShown } from '../vacancy/index.ts';

/** No row when the week is counted already. */
export const CLAIM_WEEK = statement(
  'market-claim-week',
  { week: column.date },
  `insert into labour_market_week (week, counted_at) select $1::date, $2::timestamptz where exists (select from vacancy_match)
    on conflict do nothing returning week`,
);

/** Weeks that are kept. */
export const PRUNE = statement('market-prune', {}, `delete from labour_market_week where week < $1::date - 53 * 7`);

// By regency, province and country at once; a row without a regency counts where it is known.
const byRegion = (count: string, from: string) => `select region, skill, max(total)::int as total from (
      select case when grouping(place) = 0 then place when grouping(province) = 0 then province else '' end as region,
          skill, ${count} as total
        from (${from}) each
        group by grouping sets ((skill), (province, skill), (place, skill))
    ) grouped where region is not null group by region, skill`;

// `demand`: openings of shown vacancies. `person`: people whose consent to statistics for all holds at $2, and where they
// lived when they gave it. `supply`: those who have a skill.
export const COUNT = statement(
  'market-count',
  {},
  `with demand as (
    ${byRegion(
      'sum(openings)',
      `select region_code as place, left(region_code, 2) as province, skill_code as skill, openings
        from vacancy join vacancy_skill on vacancy_id = vacancy.id where ${isShown('vacancy')}`,
    )}
  ),
  person as (
    select distinct on (participant_id) participant_id, region_code from consent
      where purpose = 'STATISTICS' and portal_id is null and withdrawn_at is null and until > $2
      order by participant_id, id desc
  ),
  supply as (
    ${byRegion(
      'count(*)',
      `select region_code as place, left(region_code, 2) as province, skill
        from person join skill_profile using (participant_id) cross join unnest(skills) as skill`,
    )}
  )
  insert into labour_market_figure (region_code, week, skill_code, demand, supply)
    select region, $1::date, skill, coalesce(demand.total, 0), nullif(10 * (coalesce(supply.total, 0) / 10), 0)
      from demand full join supply using (region, skill)
      where coalesce(demand.total, 0) > 0 or supply.total >= 10`,
);

/** A page of the newest week of region $1, the widest gap first, beside the figures of four weeks before. */
export const PAGE = statement(
  'market-page',
  {
    skillCode: column.text,
    regionCode: column.text,
    week: column.date,
    demand: column.int4,
    supply: column.int4.orNull,
    gap: column.int4,
    demandBefore: column.int4.orNull,
    supplyBefore: column.int4.orNull,
  },
  `select figure.skill_code as "skillCode", figure.region_code as "regionCode", figure.week, figure.demand,
      figure.supply, figure.demand - coalesce(figure.supply, 0) as gap, former.demand as "demandBefore",
      former.supply as "supplyBefore"
    from labour_market_figure figure
    left join labour_market_figure former on former.region_code = figure.region_code
      and former.skill_code = figure.skill_code and former.week = figure.week - 28
    where figure.region_code = $1 and figure.week = (select max(week) from labour_market_week)
      and (figure.demand - coalesce(figure.supply, 0), figure.skill_code) < ($2::int, $3::text collate "C")
    order by gap desc, figure.skill_code desc limit $4`,
);
