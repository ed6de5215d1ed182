import { defineFeature } from '../../kit/feature.ts';
import { DisbursementEntity } from './disbursement.entity.ts';
import { disbursementLoaders } from './disbursement.loader.ts';
import { DisbursementResolver, ParticipantDisbursementsResolver, readDisbursement } from './disbursement.resolver.ts';

export const disbursement = defineFeature({
  name: 'disbursement',
  entities: [DisbursementEntity],
  resolvers: [DisbursementResolver, ParticipantDisbursementsResolver],
  references: { Disbursement: readDisbursement },
  loaders: disbursementLoaders,
  erasure: [
    {
      table: 'disbursement',
      keeps: 'what was paid is accounted for, once for ever; it names the person by an id alone',
    },
  ],
});
