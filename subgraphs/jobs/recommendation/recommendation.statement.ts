import { column, statement } from '../../kit/statement.ts';
import { isShown } from '../vacancy/index.ts';
import { homeSql, ownSkillsSql } from './person.sql.ts';

/** How near the work is, from the nearest. */
export type Place = 'REGENCY' | 'PROVINCE' | 'REMOTE' | 'ELSEWHERE' | 'UNKNOWN';

/** What a place makes of a score: who lives in the regency needs neither to move nor to be trusted from afar. */
const FACTOR = { REGENCY: 1, REMOTE: 0.8, PROVINCE: 0.7, ELSEWHERE: 0.3, UNKNOWN: 1 } as const satisfies Record<
  Place,
  number
>;

/** The newest vacancies that are considered of each skill, by place: bounds a page, however popular a skill is. */
const CONSIDERED = { REGENCY: 100, PROVINCE: 60, REMOTE: 40, ELSEWHERE: 20, UNKNOWN: 100 } as const;

/** How many a person is recommended at most. */
export const MOST = 60;

/** A skill of a lower level than asked for counts half for each level. */
const levelFactor = (level: string, asked: string) => `power(0.5::float8, greatest(${asked} - ${level}, 0))`;

const listed = (place: Place, where: string) => `(
    select vacancy_id, level, weight, freshness * ${FACTOR[place]} as factor, '${place}' as place
      from vacancy_match where skill_code = own.code and ${where}
      order by freshness desc limit ${CONSIDERED[place]})`;

const elsewhere = `(
    select vacancy_id, level, weight,
        freshness * case when home.region is null then ${FACTOR.UNKNOWN} else ${FACTOR.ELSEWHERE} end as factor,
        case when home.region is null then 'UNKNOWN' else 'ELSEWHERE' end as place
      from vacancy_match where skill_code = own.code and not is_remote and province is distinct from home.province
      order by freshness desc limit case when home.region is null then ${CONSIDERED.UNKNOWN} else ${CONSIDERED.ELSEWHERE} end)`;

// `home`: where the person lives, as far as it is known. `own`: skills with level and rarity, as arrays side by side.
// `candidate`: for one person the best by those of their skills in whose lists they stand. `matched`: by all of their
// skills, exactly. The vacancy itself is read last, until the page is full: what is not shown now is left out.
export const PAGES = statement(
  'recommendation-pages',
  {
    participantId: column.uuid,
    vacancyId: column.uuid,
    score: column.float8,
    place: column.text.as<Place>(),
    matchingCodes: column.textArray,
    asked: column.int4,
    isLevelMet: column.bool,
    postedAt: column.timestamptz,
  },
  `select skill_profile.participant_id as "participantId", page.*
    from skill_profile
    cross join lateral (${homeSql('skill_profile')}) home
    cross join lateral (${ownSkillsSql('skill_profile')}) skill
    cross join lateral (
      select ranked.vacancy_id as "vacancyId", ranked.score, ranked.place, ranked.codes as "matchingCodes",
          (select count(*)::int from vacancy_match where vacancy_id = ranked.vacancy_id) as asked,
          ranked.is_level_met as "isLevelMet", vacancy.posted_at as "postedAt"
        from (
          select candidate.vacancy_id, candidate.place, candidate.factor * matched.score as score, codes, is_level_met
            from (
              select vacancy_id, factor, place,
                  sum(own.rarity * listed.weight * ${levelFactor('own.level', 'listed.level')}) * factor as score
                from unnest(skill.codes, skill.levels, skill.rarities) as own (code, level, rarity)
                cross join lateral (
                  ${listed('REGENCY', 'not is_remote and region_code = home.region')}
                  union all ${listed('PROVINCE', 'not is_remote and province = home.province and region_code <> home.region')}
                  union all ${listed('REMOTE', 'is_remote')}
                  union all ${elsewhere}
                ) listed
                group by vacancy_id, factor, place
                order by score desc limit ${MOST}
            ) candidate
            cross join lateral (
              select sum(own.rarity * weight * ${levelFactor('own.level', 'vacancy_match.level')}) as score,
                  array_agg(skill_code order by skill_code) as codes,
                  bool_and(own.level >= vacancy_match.level) as is_level_met
                from vacancy_match cross join lateral (
                  select skill.levels[array_position(skill.codes, skill_code)] as level,
                    skill.rarities[array_position(skill.codes, skill_code)] as rarity
                ) own
                where vacancy_match.vacancy_id = candidate.vacancy_id and skill_code = any(skill.codes)
            ) matched
            order by score desc, vacancy_id desc
        ) ranked
        join vacancy on vacancy.id = ranked.vacancy_id
        where (ranked.score, ranked.vacancy_id) < ($2::float8, $3::uuid) and ${isShown('vacancy')}
        order by ranked.score desc, ranked.vacancy_id desc limit $4
    ) page
    where skill_profile.participant_id = any($1::uuid[])
    order by page.score desc, page."vacancyId" desc`,
);

/** Counts anew how many open vacancies ask for each skill. In order, so that two processes wait for each other. */
export const COUNT_DEMAND = statement(
  'skill-demand-count',
  {},
  `with counted as (select skill_code, count(*)::int as vacancies from vacancy_match group by skill_code),
  every as (
    select coalesce(counted.skill_code, skill_demand.skill_code) as code, coalesce(counted.vacancies, 0) as vacancies
      from counted full join skill_demand using (skill_code)
  )
  insert into skill_demand (skill_code, vacancies, rarity)
    select code, vacancies, ln(1 + (select count(distinct vacancy_id) from vacancy_match)::float8 / greatest(vacancies, 1))
      from every where exists (select from vacancy_match) order by code
    on conflict (skill_code) do update set vacancies = excluded.vacancies, rarity = excluded.rarity
      where skill_demand.vacancies <> excluded.vacancies or skill_demand.rarity <> excluded.rarity`,
);
