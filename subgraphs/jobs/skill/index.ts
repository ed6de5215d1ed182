export { SkillLevel } from './skill.level.ts';
