import { defineEntity, p } from '@mikro-orm/core';
import type { AccessPurpose } from './access-log.ts';

/** Who read whose protected fields. The table has no key, which the ORM asks for: its rows are only ever added. */
export const AccessLogEntity = defineEntity({
  name: 'AccessLog',
  tableName: 'access_log',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    at: p.datetime().defaultRaw('now()'),
    readerId: p.text(),
    readerOrg: p.text().strictNullable(),
    subjectId: p.uuid(),
    fields: p.array<string>(),
    /** Null where none is asked for. */
    purpose: p.text().$type<AccessPurpose>().strictNullable(),
    /** What a partner's subgraph is sent the fields for; null for what a caller reads. */
    terms: p.array<string>().strictNullable(),
    requestId: p.text(),
  },
});

/** A person whose identity a reader was shown on a day of Asia/Jakarta. */
export const IdentityReadDayEntity = defineEntity({
  name: 'IdentityReadDay',
  tableName: 'identity_read_day',
  primaryKeys: ['readerId', 'day', 'subjectId'],
  properties: {
    readerId: p.text().primary(),
    day: p.date().primary(),
    subjectId: p.uuid().primary(),
  },
});
