import { defineEntity, p } from '@mikro-orm/core';
import type { Text } from '../../kit/language.ts';
import type { ProblemSource } from './problem.source.ts';

/** An organisation that publishes vacancies, as the programme office tells of it. */
export const PortalEntity = defineEntity({
  name: 'Portal',
  tableName: 'portal',
  properties: {
    /** The id of its organisation. */
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    /** Null until the organisation was registered as a job portal. */
    name: p.text().strictNullable(),
    isSuspended: p.boolean().default(false),
    /** Version of the organisation from which `isSuspended` is; 0 when no change was told. */
    version: p.integer().default(0),
    isSynthetic: p.boolean().default(false),
  },
});

/** What a portal has to mend in its vacancies. */
export const PortalProblemEntity = defineEntity({
  name: 'PortalProblem',
  tableName: 'portal_problem',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    portalId: p.uuid(),
    /** Null while there is no vacancy, since the first content was rejected. */
    vacancyId: p.uuid().strictNullable(),
    /** The portal's own, as it was sent and cut to 64 characters; null where none was sent. */
    reference: p.text().strictNullable(),
    source: p.text().$type<ProblemSource>(),
    code: p.text(),
    /** The place in the content, as in `requirements[2].skill`. */
    path: p.text(),
    message: p.json().$type<Text>(),
    /** What was sent there, cut to 100 characters. */
    example: p.text().strictNullable(),
    foundAt: p.datetime(),
  },
});
