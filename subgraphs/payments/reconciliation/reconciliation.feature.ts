import { z } from 'zod';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { Reconciliation } from './070-reconciliation.migration.ts';
import { RepeatedRows } from './096-repeated-rows.migration.ts';
import { DifferenceService } from './difference.service.ts';
import { importsOf } from './imports.ts';
import {
  ReconciledOrderEntity,
  SettlementDifferenceEntity,
  SettlementFileEntity,
  SettlementLineEntity,
} from './reconciliation.entity.ts';
import { invariants } from './reconciliation.invariants.ts';
import {
  confirmDifferenceResolution,
  importSettlementFile,
  proposeDifferenceResolution,
  rejectDifferenceResolution,
} from './reconciliation.mutations.ts';
import { DifferenceResolver, ReconciliationResolver, SettlementFileResolver } from './reconciliation.resolver.ts';
import { SettlementFileService } from './settlement.service.ts';

/** Directory of the settlement files that are imported. */
const env = z.object({ SETTLEMENT_FILES_DIR: z.string().min(1).optional() });

type Needs = Omit<Kit, 'env'> & { env: z.infer<typeof env> };

export const reconciliation = defineFeature({
  name: 'reconciliation',
  env,
  entities: [SettlementFileEntity, SettlementLineEntity, ReconciledOrderEntity, SettlementDifferenceEntity],
  resolvers: [SettlementFileResolver, ReconciliationResolver, DifferenceResolver],
  mutations: [
    importSettlementFile,
    proposeDifferenceResolution,
    confirmDifferenceResolution,
    rejectDifferenceResolution,
  ],
  services: ({ database, log, now, env: { SETTLEMENT_FILES_DIR } }: Needs) => {
    const directory = SETTLEMENT_FILES_DIR ?? null;
    const settlementImports = importsOf({ database, directory, log, now });
    return {
      settlementImports,
      settlementFiles: new SettlementFileService({ imports: settlementImports, directory, now }),
      differences: new DifferenceService(now),
    };
  },
  work: ({ settlementImports }: { settlementImports: FencedWork }) => [settlementImports],
  migrations: [
    { name: '070-reconciliation', class: Reconciliation },
    { name: '096-repeated-rows', class: RepeatedRows },
  ],
  invariants,
});
