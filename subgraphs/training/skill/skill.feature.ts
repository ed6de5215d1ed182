import { defineFeature } from '../../kit/feature.ts';
import { SkillResolver } from './skill.resolver.ts';

export const skill = defineFeature({
  name: 'skill',
  resolvers: [SkillResolver],
  references: { Skill: (key: { code: string }) => key },
});
