import { defineEntity, p } from '@mikro-orm/core';
import type { PayoutFilter, RejectionReason } from '../disbursement/index.ts';
import type { BatchStatus } from './batch.status.ts';

/** Payouts that are approved together, with their control totals. */
export const DisbursementBatchEntity = defineEntity({
  name: 'DisbursementBatch',
  tableName: 'disbursement_batch',
  properties: {
    id: p.uuid().primary(),
    status: p.text().$type<BatchStatus>(),
    createdBy: p.text(),
    isMadeByEngine: p.boolean(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
    /** The second person, for what the engine made. */
    secondApprovedBy: p.text().strictNullable(),
    secondApprovedAt: p.datetime().strictNullable(),
    rejectedBy: p.text().strictNullable(),
    rejectedAt: p.datetime().strictNullable(),
    rejectReason: p.text().strictNullable(),
    filter: p.json<PayoutFilter>().columnType('jsonb'),
    itemCount: p.integer(),
    itemSum: p.bigint('bigint'),
    /** Hash of the items in the order of their ids: id, amount and destination of each. */
    destinationHash: p.blob().$type<Buffer>().columnType('bytea'),
    createdAt: p.datetime(),
    doneAt: p.datetime().strictNullable(),
  },
});

/** A payout as it was put before the approver, for ever. */
export const BatchItemEntity = defineEntity({
  name: 'BatchItem',
  tableName: 'disbursement_batch_item',
  primaryKeys: ['batchId', 'disbursementId'],
  properties: {
    batchId: p.uuid().primary(),
    disbursementId: p.uuid().primary(),
    amount: p.bigint('bigint'),
    destinationHash: p.blob().$type<Buffer>().columnType('bytea'),
  },
});

/** An item that was not ordered, and why. */
export const WithheldItemEntity = defineEntity({
  name: 'WithheldItem',
  tableName: 'disbursement_withheld',
  primaryKeys: ['batchId', 'disbursementId'],
  properties: {
    batchId: p.uuid().primary(),
    disbursementId: p.uuid().primary(),
    because: p.text().$type<RejectionReason>(),
    at: p.datetime(),
  },
});

/** A person whose account is still to be asked about for a batch. */
export const BatchWalletCheckEntity = defineEntity({
  name: 'BatchWalletCheck',
  tableName: 'batch_wallet_check',
  primaryKeys: ['batchId', 'participantId'],
  properties: {
    batchId: p.uuid().primary(),
    participantId: p.uuid().primary(),
    askedAt: p.datetime(),
    /** Times that the partner was asked. */
    attempts: p.integer().default(0),
    nextAt: p.datetime(),
  },
});
