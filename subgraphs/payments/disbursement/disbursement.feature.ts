import { defineFeature } from '../../kit/feature.ts';
import { PayoutMoves } from './046-payout-moves.migration.ts';
import { HeldWallets } from './080-held-wallets.migration.ts';
import { PayoutYears } from './097-payout-years.migration.ts';
import { DisbursementEntity } from './disbursement.entity.ts';
import { disbursementLoaders } from './disbursement.loader.ts';
import { DisbursementResolver, ParticipantDisbursementsResolver, readDisbursement } from './disbursement.resolver.ts';

export const disbursement = defineFeature({
  name: 'disbursement',
  entities: [DisbursementEntity],
  resolvers: [DisbursementResolver, ParticipantDisbursementsResolver],
  references: { Disbursement: readDisbursement },
  loaders: disbursementLoaders,
  migrations: [
    { name: '046-payout-moves', class: PayoutMoves },
    { name: '080-held-wallets', class: HeldWallets },
    { name: '097-payout-years', class: PayoutYears },
  ],
  erasure: [
    {
      table: 'disbursement',
      keeps: 'what was paid is accounted for, once for ever; it names the person by an id alone',
    },
  ],
});
