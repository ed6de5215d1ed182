import { defineEntity, p } from '@mikro-orm/core';

export const EmployerEntity = defineEntity({
  name: 'Employer',
  tableName: 'employer',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    /** The portal that names it; null for employers from before. */
    portalId: p.uuid().strictNullable(),
    name: p.text(),
    isSynthetic: p.boolean().default(false),
  },
});
