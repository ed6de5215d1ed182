import { defineFeature } from '../../kit/feature.ts';
import { Skills } from './115-skills.migration.ts';
import { SkillEntity } from './skill.entity.ts';
import { skillLoaders } from './skill.loader.ts';
import { findSkill, SkillResolver } from './skill.resolver.ts';

export const skill = defineFeature({
  name: 'skill',
  entities: [SkillEntity],
  resolvers: [SkillResolver],
  references: { Skill: findSkill },
  loaders: skillLoaders,
  migrations: [{ name: '115-skills', class: Skills }],
});
