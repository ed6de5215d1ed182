import { defineEntity, p } from '@mikro-orm/core';
import type { CourseMode } from './course.mode.ts';
import type { CourseStatus } from './course.status.ts';

export const CourseEntity = defineEntity({
  name: 'Course',
  tableName: 'course',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    platformId: p.uuid(),
    institutionId: p.uuid(),
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
