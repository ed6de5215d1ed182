import { defineEntity, p } from '@mikro-orm/core';

/** A regency or city of pmo's list, by its code: where a vacancy may be. */
export const KnownRegencyEntity = defineEntity({
  name: 'KnownRegency',
  tableName: 'known_regency',
  properties: { code: p.text().primary() },
});
