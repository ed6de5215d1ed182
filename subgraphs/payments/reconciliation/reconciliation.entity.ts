import { defineEntity, p } from '@mikro-orm/core';
import type { DifferenceKind, Resolution } from './difference.policy.ts';
import type { DifferenceStatus, FileStatus } from './reconciliation.status.ts';
import type { FileFormat, LineStatus } from './settlement-file.ts';

/** A partner's settlement file of one day, and how far it has been taken in. */
export const SettlementFileEntity = defineEntity({
  name: 'SettlementFile',
  tableName: 'settlement_file',
  properties: {
    id: p.integer().primary().autoincrement().generated('identity'),
    partnerCode: p.text(),
    day: p.date(),
    format: p.text().$type<FileFormat>(),
    file: p.text(),
    sha256: p.blob().$type<Buffer>().columnType('bytea'),
    status: p.text().$type<FileStatus>(),
    /** Code of the first fault; null when it was not refused. */
    refusal: p.text().strictNullable(),
    refusalLine: p.integer().strictNullable(),
    messageId: p.text().strictNullable(),
    lineCount: p.integer().default(0),
    lineSum: p.bigint('bigint').default(0),
    feeSum: p.bigint('bigint').default(0),
    matched: p.integer().default(0),
    matchedSum: p.bigint('bigint').default(0),
    postedSeq: p.bigint('bigint').default(0),
    requestedBy: p.text(),
    requestId: p.text(),
    requestedAt: p.datetime(),
    finishedAt: p.datetime().strictNullable(),
  },
});

/** What a file says of one order. */
export const SettlementLineEntity = defineEntity({
  name: 'SettlementLine',
  tableName: 'settlement_line',
  primaryKeys: ['fileId', 'position'],
  properties: {
    fileId: p.integer().primary(),
    position: p.integer().primary(),
    line: p.integer(),
    reference: p.text(),
    amount: p.bigint('bigint'),
    status: p.text().$type<LineStatus>(),
    paidAt: p.datetime().strictNullable(),
    fee: p.bigint('bigint'),
    orderId: p.uuid().strictNullable(),
    result: p.text().$type<DifferenceKind | 'MATCHED'>(),
  },
});

/** An order whose payment, or return, is accounted for. */
export const ReconciledOrderEntity = defineEntity({
  name: 'ReconciledOrder',
  tableName: 'reconciled_order',
  primaryKeys: ['orderId', 'fact'],
  properties: {
    orderId: p.uuid().primary(),
    fact: p.text().primary().$type<'PAID' | 'RETURNED'>(),
    seq: p.bigint('bigint').generated('identity'),
    fileId: p.integer(),
    isDecided: p.boolean(),
    awaitsLine: p.boolean().default(false),
  },
});

/** What file and ledger say differently, and what people decided of it. */
export const SettlementDifferenceEntity = defineEntity({
  name: 'SettlementDifference',
  tableName: 'settlement_difference',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    fileId: p.integer(),
    kind: p.text().$type<DifferenceKind>(),
    position: p.integer().strictNullable(),
    reference: p.text(),
    orderId: p.uuid().strictNullable(),
    fact: p.text().$type<LineStatus>(),
    ledgerState: p.text().strictNullable(),
    ledgerAmount: p.bigint('bigint').strictNullable(),
    fileAmount: p.bigint('bigint').strictNullable(),
    status: p
      .text()
      .$type<DifferenceStatus>()
      .default('OPEN' as DifferenceStatus),
    resolution: p.text().$type<Resolution>().strictNullable(),
    evidence: p.text().strictNullable(),
    proposedBy: p.text().strictNullable(),
    proposedAt: p.datetime().strictNullable(),
    confirmedBy: p.text().strictNullable(),
    confirmedAt: p.datetime().strictNullable(),
  },
});
