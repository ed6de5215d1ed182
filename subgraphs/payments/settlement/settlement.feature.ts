import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { Settlements } from './090-settlements.migration.ts';
import { SettledPurchaseEntity, SettlementEntity, SettlementRunEntity } from './settlement.entity.ts';
import { invariants } from './settlement.invariants.ts';
import { approveSettlementRun, createSettlementRun, rejectSettlementRun } from './settlement.mutations.ts';
import { SettlementResolver, SettlementRunResolver } from './settlement.resolver.ts';
import { SettlementService } from './settlement.service.ts';
import { settlementWork } from './settlement.work.ts';

interface Needs extends Pick<Kit, 'database' | 'log' | 'now'> {
  /** A test's own: lines of one transaction. */
  settledAtOnce?: number;
}

export const settlement = defineFeature({
  name: 'settlement',
  entities: [SettlementRunEntity, SettlementEntity, SettledPurchaseEntity],
  resolvers: [SettlementResolver, SettlementRunResolver],
  mutations: [createSettlementRun, approveSettlementRun, rejectSettlementRun],
  services: ({ database, log, now, settledAtOnce }: Needs) => {
    const settling = settlementWork({ database, log, now, ...(settledAtOnce && { atOnce: settledAtOnce }) });
    return { settling, settlements: new SettlementService({ work: settling, now }) };
  },
  work: ({ settling }: { settling: FencedWork }) => [settling],
  migrations: [{ name: '090-settlements', class: Settlements }],
  invariants,
});
