import { defineEntity, p } from '@mikro-orm/core';
import type { Text } from '../../kit/language.ts';
import type { ProblemSource } from './problem.source.ts';

/** What a platform has to mend in its catalogue. */
export const CatalogueProblemEntity = defineEntity({
  name: 'CatalogueProblem',
  tableName: 'catalogue_problem',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    platformId: p.uuid(),
    /** Null while there is no course, since the first content was rejected. */
    courseId: p.uuid().strictNullable(),
    /** The platform's own, as it was sent and cut to 64 characters; null where none was sent. */
    reference: p.text().strictNullable(),
    source: p.text().$type<ProblemSource>(),
    code: p.text(),
    /** The place in the content, as in `syllabus[2].hours`. */
    path: p.text(),
    message: p.json().$type<Text>(),
    /** What was sent there, cut to 100 characters. */
    example: p.text().strictNullable(),
    foundAt: p.datetime(),
  },
});
