import { defineFeature } from '../../kit/feature.ts';
import { KnownSkills } from './011-known-skills.migration.ts';
import { KnownSkillEntity } from './skill.entity.ts';
import { SkillResolver } from './skill.resolver.ts';

export const skill = defineFeature({
  name: 'skill',
  entities: [KnownSkillEntity],
  resolvers: [SkillResolver],
  references: { Skill: (key: { code: string }) => key },
  migrations: [{ name: '011-known-skills', class: KnownSkills }],
});
