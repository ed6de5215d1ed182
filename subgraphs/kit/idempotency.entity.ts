import { defineEntity, p } from '@mikro-orm/core';

/** A call that was done under a key, and what it was answered. */
export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_key',
  primaryKeys: ['caller', 'operation', 'key'],
  properties: {
    caller: p.text().primary(),
    operation: p.text().primary(),
    key: p.text().primary(),
    bodyHash: p.blob().$type<Buffer>().columnType('bytea'),
    /** Null while the first call is under way. */
    answer: p.json().$type<unknown>().columnType('jsonb').strictNullable(),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
