import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Batches } from './047-batches.migration.ts';
import { KeyedPayouts } from './049-keyed-payouts.migration.ts';
import { WalletChecks } from './081-wallet-checks.migration.ts';
import {
  BatchItemEntity,
  BatchWalletCheckEntity,
  DisbursementBatchEntity,
  WithheldItemEntity,
} from './batch.entity.ts';
import { invariants } from './batch.invariants.ts';
import { batchLoaders } from './batch.loader.ts';
import { approveDisbursementBatch, createDisbursementBatch, rejectDisbursementBatch } from './batch.mutations.ts';
import { BatchResolver, readBatch } from './batch.resolver.ts';
import { BatchService } from './batch.service.ts';
import { PayoutProgressResolver } from './progress.resolver.ts';
import { PayoutProgress } from './progress.service.ts';
import { BatchSchedule, type ScheduleNeeds } from './schedule.service.ts';
import { BatchWalletCheck, type WalletCheckNeeds } from './wallet-check.service.ts';

/** Minutes between two batches that the engine makes of all that is due, for two people to approve; 0: it makes none. */
const env = z.object({ PAYOUT_BATCH_MINUTES: z.coerce.number().int().min(0).max(10_080).default(0) });

type Needs = Pick<Kit, 'now' | 'outbox' | 'database'>;
type WorkNeeds = WalletCheckNeeds & Omit<ScheduleNeeds, 'everyMinutes'> & { env: Partial<z.infer<typeof env>> };

export const batch = defineFeature({
  name: 'batch',
  env,
  entities: [DisbursementBatchEntity, BatchItemEntity, WithheldItemEntity, BatchWalletCheckEntity],
  resolvers: [BatchResolver, PayoutProgressResolver],
  references: { DisbursementBatch: readBatch },
  mutations: [createDisbursementBatch, approveDisbursementBatch, rejectDisbursementBatch],
  loaders: batchLoaders,
  services: ({ now, outbox, database }: Needs) => ({
    batches: new BatchService({ now, outbox }),
    payoutProgress: new PayoutProgress(database),
  }),
  migrations: [
    { name: '047-batches', class: Batches },
    { name: '049-keyed-payouts', class: KeyedPayouts },
    { name: '081-wallet-checks', class: WalletChecks },
  ],
  work: ({ env: { PAYOUT_BATCH_MINUTES: everyMinutes = 0 }, ...needs }: WorkNeeds) => [
    new BatchWalletCheck(needs),
    new BatchSchedule({ ...needs, everyMinutes }),
  ],
  invariants,
  erasure: [
    {
      table: 'batch_wallet_check',
      statement: 'delete from batch_wallet_check where participant_id = any($1::uuid[])',
    },
  ],
});
