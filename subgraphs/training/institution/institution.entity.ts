import { defineEntity, p } from '@mikro-orm/core';

export const InstitutionEntity = defineEntity({
  name: 'Institution',
  tableName: 'institution',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    name: p.text(),
    /** Regency or city of its seat; null until it was stated. */
    regionCode: p.text().strictNullable(),
    isSynthetic: p.boolean().default(false),
    /** The organisation of the graph that it is; null while it has not joined. */
    organizationId: p.uuid().strictNullable(),
    /** Nothing of it is sold while its organisation is suspended. */
    isSuspended: p.boolean().default(false),
  },
});
