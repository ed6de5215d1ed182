import { defineEntity, p } from '@mikro-orm/core';
import type { SettledKind, SettlementKind, SettlementStatus } from './settlement.status.ts';

/** What institutions and platforms are owed for a period, put together by one person and approved by another. */
export const SettlementRunEntity = defineEntity({
  name: 'SettlementRun',
  tableName: 'settlement_run',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    /** The last day, in Jakarta, whose captures are part of it. */
    until: p.date(),
    status: p.text().$type<SettlementStatus>(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    requestId: p.text(),
    /** The captured purchase behind which the gathering goes on. */
    gatheredAt: p.datetime().strictNullable(),
    gatheredId: p.uuid().strictNullable(),
    lineCount: p.integer().strictNullable(),
    sales: p.bigint('bigint').strictNullable(),
    refunds: p.bigint('bigint').strictNullable(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime(3).strictNullable(),
    /** Lines that were refunded between the proposal and the approval. */
    withheldCount: p.integer().default(0),
    withheldSum: p.bigint('bigint').default(0),
    rejectedBy: p.text().strictNullable(),
    rejectedAt: p.datetime(3).strictNullable(),
    rejectReason: p.text().strictNullable(),
    postedSeq: p.bigint('bigint').default(0),
    doneAt: p.datetime(3).strictNullable(),
  },
});

const NETTED = 'LEAST(sales, (brought_forward + refunds))';

/** What one institution or platform gets by a run. */
export const SettlementEntity = defineEntity({
  name: 'Settlement',
  tableName: 'settlement',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    runId: p.uuid(),
    account: p.text().$type<`${SettlementKind}`>(),
    /** The organisation. */
    party: p.uuid(),
    sales: p.bigint('bigint').default(0),
    refunds: p.bigint('bigint').default(0),
    /** Owed since its settlement before. */
    broughtForward: p.bigint('bigint').default(0),
    netted: p.bigint('bigint').generated(`(${NETTED}) stored`),
    paid: p.bigint('bigint').generated(`((sales - ${NETTED})) stored`),
    carriedForward: p.bigint('bigint').generated(`(((brought_forward + refunds) - ${NETTED})) stored`),
    /** The part of the sales that the ledger has. */
    posted: p.bigint('bigint').default(0),
  },
});

/** A line of a settlement. */
export const SettledPurchaseEntity = defineEntity({
  name: 'SettledPurchase',
  tableName: 'settled_purchase',
  primaryKeys: ['purchaseId', 'account', 'kind'],
  properties: {
    seq: p.bigint('bigint').generated('identity'),
    runId: p.uuid(),
    account: p.text().$type<`${SettlementKind}`>().primary(),
    party: p.uuid(),
    kind: p.text().$type<SettledKind>().primary(),
    purchaseId: p.uuid().primary(),
    price: p.bigint('bigint'),
    amount: p.bigint('bigint'),
  },
});
