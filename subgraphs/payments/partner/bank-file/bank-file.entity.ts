import { defineEntity, p } from '@mikro-orm/core';
import type { TransferStatus } from './bank-file.statement.ts';

/** A payment file of one bank. */
export const BankFileEntity = defineEntity({
  name: 'BankFile',
  tableName: 'bank_file',
  properties: {
    id: p.integer().primary(),
    partnerCode: p.text(),
    messageId: p.text(),
    executionDate: p.date(),
    transferCount: p.integer(),
    controlSum: p.bigint('bigint'),
    /** Hash of the bytes that were sent, or are about to be. */
    sha256: p.blob().$type<Buffer>().columnType('bytea').fieldName('sha256').strictNullable(),
    status: p.text().$type<'MADE' | 'SENT' | 'REFUSED' | 'DISPUTED'>(),
    code: p.text().strictNullable(),
    /** Uploads that were begun. */
    attempts: p.integer(),
    madeAt: p.datetime(),
    endedAt: p.datetime().strictNullable(),
  },
});

/** An order that is paid by a file. */
export const BankTransferEntity = defineEntity({
  name: 'BankTransfer',
  tableName: 'bank_transfer',
  properties: {
    reference: p.text().primary(),
    partnerCode: p.text(),
    fileId: p.integer().strictNullable(),
    status: p.text().$type<TransferStatus>(),
    /** What the bank said last. */
    code: p.text().strictNullable(),
    queuedAt: p.datetime(),
    endedAt: p.datetime().strictNullable(),
  },
});

/** A report of a bank on a file. */
export const BankReportEntity = defineEntity({
  name: 'BankReport',
  tableName: 'bank_report',
  properties: {
    partnerCode: p.text().primary(),
    number: p.integer().primary(),
    messageId: p.text(),
    fileId: p.integer().strictNullable(),
    transfers: p.integer(),
    /** Transfers that had ended otherwise. */
    contradictions: p.integer(),
    /** Why nothing was taken from it. */
    fault: p.text().strictNullable(),
    readAt: p.datetime(),
  },
});
