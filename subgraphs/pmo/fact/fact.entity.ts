import { defineEntity, p } from '@mikro-orm/core';

const content = {
  id: p.uuid(),
  organizationId: p.uuid(),
  type: p.text(),
  subject: p.text(),
  data: p.json().$type<object>().columnType('jsonb'),
  occurredAt: p.datetime(3),
};

/** A fact that waits for its number. */
export const FactPendingEntity = defineEntity({
  name: 'FactPending',
  tableName: 'fact_pending',
  properties: { entry: p.bigint().primary(), ...content },
});

/** How many facts an organisation has. */
export const FactCounterEntity = defineEntity({
  name: 'FactCounter',
  tableName: 'fact_counter',
  properties: { organizationId: p.uuid().primary(), lastSequence: p.bigint() },
});

/** What an organisation was told, under its number; rows are only ever added, and dropped by the month. */
export const FactEntity = defineEntity({
  name: 'Fact',
  tableName: 'fact',
  primaryKeys: ['organizationId', 'sequence', 'recordedAt'],
  properties: {
    ...content,
    organizationId: p.uuid().primary(),
    sequence: p.bigint().primary(),
    recordedAt: p.datetime(3).primary(),
  },
});
