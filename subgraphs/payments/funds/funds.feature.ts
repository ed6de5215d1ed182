import { defineFeature } from '../../kit/feature.ts';
import { ForecastResolver } from './forecast.resolver.ts';
import { fundsLoaders } from './funds.loader.ts';
import { FundsResolver } from './funds.resolver.ts';

export const funds = defineFeature({
  name: 'funds',
  resolvers: [FundsResolver, ForecastResolver],
  references: { Wave: ({ number }: { number: number }) => ({ number }) },
  loaders: fundsLoaders,
});
