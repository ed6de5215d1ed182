/** How well a skill is mastered, as training's outcomes have it. @public its names are those of the graph */
export enum SkillLevel {
  BASIC = 'BASIC',
  INTERMEDIATE = 'INTERMEDIATE',
  ADVANCED = 'ADVANCED',
}
