import { defineEntity, p } from '@mikro-orm/core';
import type { PublicKey } from '../../kit/public-key.ts';

/** One row: what session codes are made from. */
export const CodeSecretEntity = defineEntity({
  name: 'CodeSecret',
  tableName: 'code_secret',
  properties: { id: p.boolean().primary().default(true), secret: p.blob().columnType('bytea').$type<Buffer>() },
});

/** A device of an institution that signs records of attendance where there is no network. */
export const AttendanceDeviceEntity = defineEntity({
  name: 'AttendanceDevice',
  tableName: 'attendance_device',
  properties: {
    id: p.uuid().primary(),
    institutionId: p.uuid(),
    name: p.text(),
    jwk: p.json<PublicKey>(),
    thumbprint: p.text(),
    validFrom: p.datetime(),
    validUntil: p.datetime(),
    /** Records made from this moment on are refused; null while the device is trusted. */
    revokedFrom: p.datetime().strictNullable(),
    registeredAt: p.datetime(),
  },
});

/** One person in one session of a class. */
export const AttendanceEntity = defineEntity({
  name: 'Attendance',
  tableName: 'attendance',
  primaryKeys: ['participantId', 'enrollmentId', 'sessionNumber'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    sessionNumber: p.integer().primary(),
    /** When the person came: by the server's clock, or by the device's as it was corrected. */
    at: p.datetime(),
    recordedAt: p.datetime(),
    /** The device that signed it; null for a record made online. */
    deviceId: p.uuid().strictNullable(),
    /** By how much the device's clock was corrected. */
    clockOffsetSeconds: p.integer().strictNullable(),
  },
});

/** Wrong codes that were sent for a person's session. */
export const CodeTryEntity = defineEntity({
  name: 'CodeTry',
  tableName: 'code_try',
  primaryKeys: ['participantId', 'enrollmentId', 'sessionNumber'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    sessionNumber: p.integer().primary(),
    tries: p.integer(),
  },
});

/** The score of one attempt at the final assessment of a course. */
export const AssessmentResultEntity = defineEntity({
  name: 'AssessmentResult',
  tableName: 'assessment_result',
  primaryKeys: ['participantId', 'enrollmentId', 'attempt'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    attempt: p.integer().primary(),
    score: p.integer(),
    takenAt: p.datetime(),
    recordedAt: p.datetime(),
  },
});

/** How a course ended for a person, with the rule and the figures that decided it. */
export const LearningOutcomeEntity = defineEntity({
  name: 'LearningOutcome',
  tableName: 'learning_outcome',
  primaryKeys: ['participantId', 'enrollmentId'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    outcome: p.text().$type<'COMPLETED' | 'FAILED'>(),
    rule: p.text(),
    score: p.integer().strictNullable(),
    sessionsAttended: p.integer(),
    sessionsHeld: p.integer(),
    decidedAt: p.datetime(),
  },
});

/** A claim: the course that a person completed first. */
export const FirstCourseEntity = defineEntity({
  name: 'FirstCourse',
  tableName: 'first_course',
  properties: { participantId: p.uuid().primary(), enrollmentId: p.uuid() },
});
