import { defineFeature, type Kit } from '../../kit/feature.ts';
import { ProgrammeCounts } from './097-counts.migration.ts';
import { LiveStatisticsService } from './live-statistics.service.ts';
import { ProgrammeCountEntity } from './programme-count.entity.ts';
import { StatisticsResolver } from './statistics.resolver.ts';

export const programme = defineFeature({
  name: 'programme',
  entities: [ProgrammeCountEntity],
  resolvers: [StatisticsResolver],
  services: ({ database, log, now }: Kit) => ({ liveStatistics: new LiveStatisticsService({ database, log, now }) }),
  work: ({ liveStatistics }: { liveStatistics: LiveStatisticsService }) => [liveStatistics],
  migrations: [{ name: '097-counts', class: ProgrammeCounts }],
});
