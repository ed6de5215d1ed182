import { defineEntity, p } from '@mikro-orm/core';
import type { EnrollmentStatus } from './enrollment.status.ts';
import type { ReleaseReason } from './release.reason.ts';

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
    courseVersion: p.integer().default(1),
    /** The class; null where one learns in one's own time. */
    scheduleId: p.uuid().strictNullable(),
    /** End of the time to pay. */
    holdUntil: p.datetime().strictNullable(),
    redeemedAt: p.datetime().strictNullable(),
    /** When the seat was free again; null while it is held or used. */
    releasedAt: p.datetime().strictNullable(),
    releaseReason: p.text().$type<ReleaseReason>().strictNullable(),
    /** SHA-256 of the voucher's code; null before the person asks for one. */
    voucherHash: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
  },
});

/** The one course that a person has open: held, paid or begun, and not finished. */
export const OpenCourseEntity = defineEntity({
  name: 'OpenCourse',
  tableName: 'open_course',
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid(),
    openedAt: p.datetime(),
  },
});

/** Codes that an organisation named and that are no vouchers of its courses, counted for a day. */
export const VoucherTryEntity = defineEntity({
  name: 'VoucherTry',
  tableName: 'voucher_try',
  properties: {
    organizationId: p.uuid().primary(),
    tries: p.integer(),
    until: p.datetime(),
  },
});
