import { defineFeature, type Kit } from '../../kit/feature.ts';
import { LiveStatisticsService } from './live-statistics.service.ts';
import { StatisticsResolver } from './statistics.resolver.ts';

export const programme = defineFeature({
  name: 'programme',
  resolvers: [StatisticsResolver],
  services: ({ database, now }: Kit) => ({ liveStatistics: new LiveStatisticsService({ database, now }) }),
});
