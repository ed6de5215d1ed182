import { defineEntity, p } from '@mikro-orm/core';

/** A week of which the labour market was counted. */
export const LabourMarketWeekEntity = defineEntity({
  name: 'LabourMarketWeek',
  tableName: 'labour_market_week',
  properties: {
    /** Its Monday. */
    week: p.date().primary(),
    countedAt: p.datetime(),
  },
});

/** Demand and supply of a skill in a region, in a week. */
export const LabourMarketFigureEntity = defineEntity({
  name: 'LabourMarketFigure',
  tableName: 'labour_market_figure',
  primaryKeys: ['regionCode', 'week', 'skillCode'],
  properties: {
    /** A regency or city, a province, or empty for the whole country. */
    regionCode: p.text().primary(),
    week: p.date().primary(),
    skillCode: p.text().primary(),
    /** Openings of open vacancies that ask for it. */
    demand: p.integer(),
    /** People who have it and let themselves be counted, rounded down to tens; null below ten. */
    supply: p.integer().strictNullable(),
  },
});
