import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { PublishingNames } from '../ownership/index.ts';
import type { GatewayCounts } from '../usage/index.ts';
import { PassedData } from './062-passed-data.migration.ts';
import { PassedDataEntity } from './sent-data.entity.ts';
import { dataSent } from './sent-data.events.ts';
import { SentDataService } from './sent-data.service.ts';

const LOOK_EVERY_MS = 2_000;

interface Needs extends Kit {
  counts: GatewayCounts;
  names: PublishingNames;
}

/** What partners' subgraphs are sent of people, on its way to the people's access logs. */
export const sentData = defineFeature({
  name: 'sentData',
  entities: [PassedDataEntity],
  services: ({ database, counts, outbox, names, now }: Needs) => ({
    sentData: new SentDataService({ database, counts, outbox, names, now }),
  }),
  publishes: [dataSent],
  work: ({ sentData: service, log }: Kit & { sentData: SentDataService }) => [
    periodic(() => service.run(), {
      log,
      everyMs: LOOK_EVERY_MS,
      failure: 'what partners were sent was not passed on',
    }),
  ],
  migrations: [{ name: '062-passed-data', class: PassedData }],
});
