import type { Queries } from '../database.ts';

/** Figures of 2021: no list of people stands behind them, so offers without a person carry them. */
export const CAMPAIGN_2021 = { offered: 13_525, applied: 777 } as const;

// Once: a second start adds nothing. The days are spread evenly; no source gives them.
const SEED = `insert into offer (source, offered_on, applied_on)
  select 'PRESS_2021', day, case when number <= $2 then day end
  from generate_series(1, $1) as number, lateral (select date '2021-01-01' + number % 365 as day)
  where not exists (select from offer where source = 'PRESS_2021')`;

/** Adds the offers of 2021 in one statement. */
export const seedCampaign2021 = async (queries: Queries): Promise<void> => {
  await queries.rows(SEED, [CAMPAIGN_2021.offered, CAMPAIGN_2021.applied]);
};
