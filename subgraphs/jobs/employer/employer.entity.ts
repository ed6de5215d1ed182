import { defineEntity, p } from '@mikro-orm/core';

export const EmployerEntity = defineEntity({
  name: 'Employer',
  tableName: 'employer',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    name: p.text(),
    isSynthetic: p.boolean().default(false),
  },
});
