import { defineFeature } from '../../kit/feature.ts';
import { skillLoaders } from './skill.loader.ts';
import { findSkill, SkillResolver } from './skill.resolver.ts';

export const skill = defineFeature({
  name: 'skill',
  resolvers: [SkillResolver],
  references: { Skill: findSkill },
  loaders: skillLoaders,
});
