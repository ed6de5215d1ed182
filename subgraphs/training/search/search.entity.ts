import { defineEntity, p } from '@mikro-orm/core';

/** What the search reads of a course on offer. Triggers fill it from `course`, `course_skill` and `institution`. */
export const CourseSearchEntity = defineEntity({
  name: 'CourseSearch',
  tableName: 'course_search',
  properties: {
    courseId: p.uuid().primary(),
    platformId: p.uuid(),
    institutionId: p.uuid(),
    mode: p.text(),
    price: p.bigint('bigint'),
    province: p.text(),
    regionCode: p.text(),
    skills: p.array().columnType('text[]'),
    /** Mean of the stars, to two decimals; null before the first rating. */
    rating: p.double().strictNullable(),
    /** Ten thousand times the mean of the stars and of five ratings of 3 stars. */
    standing: p.integer(),
    /** Title (A), skills (B) and institution (C). */
    head: p.text().columnType('tsvector'),
    /** The head and the description. */
    words: p.text().columnType('tsvector'),
  },
});

/** A word of a title, a skill or an institution: what a mistyped word may have meant. */
export const CourseWordEntity = defineEntity({
  name: 'CourseWord',
  tableName: 'course_word',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    word: p.text(),
    /** The forms by which it is compared with other words. */
    roots: p.array().columnType('text[]'),
  },
});
