import { defineEntity, p } from '@mikro-orm/core';
import type { CourseMode } from './course.mode.ts';
import type { CourseStatus } from './course.status.ts';
import type { CourseContent } from './version.content.ts';
import type { VersionStatus } from './version.status.ts';

export const CourseEntity = defineEntity({
  name: 'Course',
  tableName: 'course',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    platformId: p.uuid(),
    institutionId: p.uuid(),
    /** The platform's own; no two of its courses share one. */
    reference: p.text().defaultRaw('uuidv7()'),
    /** Number of the version that is on sale, or of the latest while none is. */
    version: p.integer().default(1),
    title: p.text(),
    description: p.text(),
    price: p.bigint('bigint'),
    durationHours: p.integer(),
    mode: p.text().$type<CourseMode>(),
    status: p.text().$type<CourseStatus>(),
    ratingCount: p.integer().default(0),
    /** The stars of all ratings together: a rating adds to it without reading it first. */
    ratingSum: p.bigint('bigint').default(0),
    isSynthetic: p.boolean().default(false),
    /** Number of the newest version, whatever became of it. */
    latestVersion: p.integer().default(1),
    /** When the newest file was made that names the course; an older one changes nothing. */
    asOf: p.datetime().strictNullable(),
    /** When it was first on offer; null while it has never been. */
    offeredAt: p.datetime().strictNullable(),
    /** When its platform withdrew it; null while it has not. */
    withdrawnAt: p.datetime().strictNullable(),
  },
});

/** A skill that a course teaches. */
export const CourseSkillEntity = defineEntity({
  name: 'CourseSkill',
  tableName: 'course_skill',
  primaryKeys: ['skillCode', 'courseId'],
  properties: {
    skillCode: p.text().primary(),
    courseId: p.uuid().primary(),
  },
});

/** What was handed in for a course at one time. */
export const CourseVersionEntity = defineEntity({
  name: 'CourseVersion',
  tableName: 'course_version',
  primaryKeys: ['courseId', 'number'],
  properties: {
    courseId: p.uuid().primary(),
    number: p.integer().primary(),
    /** Grows with time: orders what a platform has handed in. */
    id: p.uuid().defaultRaw('uuidv7()'),
    platformId: p.uuid(),
    content: p.json().$type<CourseContent>(),
    contentHash: p.blob().$type<Buffer>().columnType('bytea'),
    status: p.text().$type<VersionStatus>(),
    submittedAt: p.datetime(),
    decidedAt: p.datetime().strictNullable(),
  },
});
