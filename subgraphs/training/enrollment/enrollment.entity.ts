import { defineEntity, p } from '@mikro-orm/core';
import type { EnrollmentStatus } from './enrollment.status.ts';

/** The participant leads the key: the table can be distributed by it. */
export const EnrollmentEntity = defineEntity({
  name: 'Enrollment',
  tableName: 'enrollment',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    courseId: p.uuid(),
    status: p.text().$type<EnrollmentStatus>(),
    /** The price that was agreed at the reservation. */
    price: p.bigint('bigint'),
    reservedAt: p.datetime(),
    paidAt: p.datetime().strictNullable(),
    completedAt: p.datetime().strictNullable(),
  },
});
