import { defineFeature } from '../../kit/feature.ts';
import { disbursementLoaders } from './disbursement.loader.ts';
import { DisbursementResolver, ParticipantDisbursementsResolver, readDisbursement } from './disbursement.resolver.ts';

export const disbursement = defineFeature({
  name: 'disbursement',
  resolvers: [DisbursementResolver, ParticipantDisbursementsResolver],
  references: { Disbursement: readDisbursement },
  loaders: disbursementLoaders,
});
