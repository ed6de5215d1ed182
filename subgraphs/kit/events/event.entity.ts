import { defineEntity, p } from '@mikro-orm/core';

/** An event that was published. */
export const EventOutboxEntity = defineEntity({
  name: 'EventOutbox',
  tableName: 'event_outbox',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    type: p.text(),
    version: p.integer(),
    occurredAt: p.datetime().defaultRaw('now()'),
    requestId: p.text(),
    data: p.json().$type<object>().columnType('jsonb'),
  },
});

/** An event that was received; its effect is in the transaction of this row. */
export const EventInboxEntity = defineEntity({
  name: 'EventInbox',
  tableName: 'event_inbox',
  primaryKeys: ['id', 'source'],
  properties: {
    id: p.uuid().primary(),
    source: p.text().primary(),
    type: p.text(),
    requestId: p.text(),
    receivedAt: p.datetime().defaultRaw('now()'),
  },
});
