import { defineEntity, p } from '@mikro-orm/core';

export const InstitutionEntity = defineEntity({
  name: 'Institution',
  tableName: 'institution',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    name: p.text(),
    regionCode: p.text(),
    isSynthetic: p.boolean().default(false),
    /** The organisation of the graph that it is; null while it has not joined. */
    organizationId: p.uuid().strictNullable(),
  },
});
