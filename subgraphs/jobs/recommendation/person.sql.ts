/** SQL of where the person of `profile` lives, as their newest consent tells it; nulls where there is none. */
export const homeSql = (profile: string): string =>
  `select max(region_code) as region, left(max(region_code), 2) as province from (
      select region_code from consent where consent.participant_id = ${profile}.participant_id and withdrawn_at is null
        order by id desc limit 1) newest`;

/**
 * SQL of the skills of `profile` as its certificates prove them: their codes, levels (1 basic to 3 advanced; the highest)
 * and rarities as arrays side by side. A skill that nobody has counted yet is as rare as any.
 */
export const ownSkillsSql = (profile: string): string =>
  `select array_agg(code) as codes, array_agg(level) as levels, array_agg(coalesce(rarity, 5)) as rarities
    from (
      select code, max(coalesce(array_position(array['BASIC', 'INTERMEDIATE', 'ADVANCED'], level), 1)) as level
        from profile_certificate cross join unnest(skills, levels) as proved (code, level)
        where profile_certificate.participant_id = ${profile}.participant_id and revoked_at is null and code is not null
        group by code
    ) own left join skill_demand on skill_code = code`;
