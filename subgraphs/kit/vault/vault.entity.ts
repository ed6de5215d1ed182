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

/** A further key of blind indexes that counts, by how many there are then, and when all indexes were made by it. */
export const BlindIndexGenerationEntity = defineEntity({
  name: 'BlindIndexGeneration',
  tableName: 'blind_index_generation',
  properties: {
    keys: p.smallint().primary(),
    beganAt: p.datetime().defaultRaw('now()'),
    finishedAt: p.datetime().strictNullable(),
  },
});

/** A column with blind indexes, for what makes them anew. */
export const BlindIndexColumnEntity = defineEntity({
  name: 'BlindIndexColumn',
  tableName: 'blind_index_column',
  properties: {
    place: p.smallint().primary(),
    kind: p.text(),
    tableName: p.text(),
    columnName: p.text(),
    bytes: p.smallint(),
    condition: p.text(),
  },
});
