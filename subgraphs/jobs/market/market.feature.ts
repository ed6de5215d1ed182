import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { LabourMarket } from './044-labour-market.migration.ts';
import { LabourMarketFigureEntity, LabourMarketWeekEntity } from './market.entity.ts';
import { LabourMarketResolver } from './market.resolver.ts';
import { countLabourMarket } from './market.service.ts';

/** How often it is looked whether this week was counted. */
const EVERY_MS = 60_000;

export const market = defineFeature({
  name: 'market',
  entities: [LabourMarketWeekEntity, LabourMarketFigureEntity],
  resolvers: [LabourMarketResolver],
  work: ({ database, log, now }: Kit) => [
    periodic(() => countLabourMarket(database.orm.em.fork(), now()), {
      log,
      everyMs: EVERY_MS,
      failure: 'the labour market was not counted',
    }),
  ],
  migrations: [{ name: '044-labour-market', class: LabourMarket }],
});
