import { defineEntity, p } from '@mikro-orm/core';

/** A skill of the list, which a migration writes. */
export const SkillEntity = defineEntity({
  name: 'Skill',
  tableName: 'skill',
  properties: {
    code: p.text().primary(),
    name: p.text(),
    nameId: p.text(),
    iscoCode: p.text(),
    category: p.text(),
  },
});
