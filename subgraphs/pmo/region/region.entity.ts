import { defineEntity, p } from '@mikro-orm/core';
import type { RegionLevel } from './region.level.ts';

/** A province, or a regency or city, by its Kemendagri code. */
export const RegionEntity = defineEntity({
  name: 'Region',
  tableName: 'region',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    level: p.text().$type<RegionLevel>(),
    /** The province of a regency or city. */
    parentCode: p.text().strictNullable(),
    isCity: p.boolean(),
  },
});
