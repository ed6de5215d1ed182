import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { WaveFundings } from './051-wave-fundings.migration.ts';
import { WaveFundingEntity } from './funding.entity.ts';
import { fundingDecided, fundingRequested } from './funding.events.ts';
import { fundingLoaders, WaveFundingResolver } from './funding.resolver.ts';
import { Fundings } from './funding.service.ts';

export const funding = defineFeature({
  name: 'funding',
  entities: [WaveFundingEntity],
  resolvers: [WaveFundingResolver],
  services: ({ database, outbox, log, now }: Pick<Kit, 'database' | 'outbox' | 'log' | 'now'>) => ({
    fundings: new Fundings({ database, outbox, log, now }),
  }),
  loaders: fundingLoaders,
  work: ({ fundings }: { fundings: Fundings }) => [fundings],
  consumes: [when(fundingDecided, ({ fundings }: { fundings: Fundings }) => fundings.decided)],
  publishes: [fundingRequested],
  migrations: [{ name: '051-wave-fundings', class: WaveFundings }],
});
