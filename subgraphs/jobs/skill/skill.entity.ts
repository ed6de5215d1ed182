import { defineEntity, p } from '@mikro-orm/core';

/** A skill of pmo's list, by its code: what a vacancy may ask for. */
export const KnownSkillEntity = defineEntity({
  name: 'KnownSkill',
  tableName: 'known_skill',
  properties: { code: p.text().primary() },
});
