import { defineEntity, p } from '@mikro-orm/core';

/** A skill that an open vacancy asks for, with what ranks the vacancy; written by triggers alone. */
export const VacancyMatchEntity = defineEntity({
  name: 'VacancyMatch',
  tableName: 'vacancy_match',
  primaryKeys: ['vacancyId', 'skillCode'],
  properties: {
    vacancyId: p.uuid().primary(),
    skillCode: p.text().primary(),
    /** 1 basic, 2 intermediate, 3 advanced. */
    level: p.smallint(),
    /** 1 to 5. */
    weight: p.smallint(),
    /** Null where the work has no place. */
    regionCode: p.text().strictNullable(),
    province: p.text().generated('("left"(region_code, 2)) stored').strictNullable(),
    isRemote: p.boolean(),
    /** Doubles with every 30 days of posting. */
    freshness: p.double(),
  },
});

/** How many open vacancies ask for a skill, counted every few minutes. */
export const SkillDemandEntity = defineEntity({
  name: 'SkillDemand',
  tableName: 'skill_demand',
  properties: {
    skillCode: p.text().primary(),
    vacancies: p.integer(),
    /** The larger the fewer vacancies ask for it: ln(1 + all / those). */
    rarity: p.double(),
  },
});
