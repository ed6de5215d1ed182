import { defineEntity, p } from '@mikro-orm/core';

/** The key of a person, under which everything of theirs is sealed. */
export const SubjectKeyEntity = defineEntity({
  name: 'SubjectKey',
  tableName: 'subject_key',
  properties: {
    subjectId: p.uuid().primary(),
    kekId: p.text(),
    /** Null once it was destroyed: the row stays, so that no other key is made. */
    wrapped: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
    createdAt: p.datetime().defaultRaw('now()'),
    destroyedAt: p.datetime().strictNullable(),
  },
});
