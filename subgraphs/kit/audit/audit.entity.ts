import { defineEntity, p } from '@mikro-orm/core';
import type { AuditEntry } from './entry.ts';

const content = {
  at: p.datetime(3),
  requestId: p.text(),
  callerId: p.text().strictNullable(),
  callerOrg: p.text().strictNullable(),
  clientId: p.text().strictNullable(),
  mutation: p.text(),
  argumentsHash: p.blob().$type<Buffer>().columnType('bytea'),
  objects: p.array<string>(),
  rules: p.array<string>(),
  outcome: p.text().$type<AuditEntry['outcome']>(),
  /** Null when it was done. */
  code: p.text().strictNullable(),
};

/** An entry as the business transaction left it; within a second it moves to the chain. */
export const AuditPendingEntity = defineEntity({
  name: 'AuditPending',
  tableName: 'audit_pending',
  properties: { id: p.uuid().primary(), ...content },
});

/** A link of the chain. */
export const AuditEntryEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  primaryKeys: ['seq', 'chainedAt'],
  properties: {
    seq: p.bigint('bigint').primary(),
    chainedAt: p.datetime(3).primary(),
    id: p.uuid(),
    ...content,
    hash: p.blob().$type<Buffer>().columnType('bytea'),
  },
});
