import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { SkillType } from '../skill/skill.type.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import { RecommendedVacancyType } from './recommendation.type.ts';

@Resolver(() => RecommendedVacancyType)
export class RecommendedVacancyResolver {
  @FieldResolver(() => VacancyType, { description: 'The vacancy.' })
  async vacancy(
    @Root() { vacancyId }: RecommendedVacancyType,
    @Ctx() { loaders }: Context,
  ): Promise<VacancyType | null> {
    return loaders.vacancy.load(vacancyId);
  }

  @FieldResolver(() => [SkillType], {
    nullable: true,
    description: 'The skills that it asks for and the participant has, in order of code.',
  })
  matchingSkills(@Root() { matchingCodes }: RecommendedVacancyType): SkillType[] {
    return matchingCodes.map((code) => ({ code }));
  }
}
