import { defineEntity, p } from '@mikro-orm/core';
import type { CourseMode } from '../course/index.ts';
import type { ScheduleStatus } from './schedule.status.ts';

/** A class of a course: its seats, place and times. */
export const ScheduleEntity = defineEntity({
  name: 'Schedule',
  tableName: 'schedule',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    courseId: p.uuid(),
    mode: p.text().$type<CourseMode>(),
    /** Regency or city; null for an online class. */
    regionCode: p.text().strictNullable(),
    address: p.text().strictNullable(),
    instructor: p.text(),
    seats: p.integer(),
    /** Held and sold. */
    seatsTaken: p.integer().default(0),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    status: p
      .text()
      .$type<ScheduleStatus>()
      .default('PUBLISHED' as ScheduleStatus),
    publishedAt: p.datetime().defaultRaw('now()'),
    cancelledAt: p.datetime().strictNullable(),
    /** What the provider tells whoever had a seat. */
    cancelReason: p.text().strictNullable(),
  },
});

/** A session of a class; its number is its place in the class. */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'session',
  primaryKeys: ['scheduleId', 'number'],
  properties: {
    scheduleId: p.uuid().primary(),
    number: p.integer().primary(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
  },
});
