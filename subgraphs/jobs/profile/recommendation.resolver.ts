import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyType } from '../vacancy/vacancy.type.ts';
import { RecommendedVacancyType } from './recommendation.type.ts';

interface Slice extends RequestContext {
  loaders: VacancyLoaders;
}

@Resolver(() => RecommendedVacancyType)
export class RecommendedVacancyResolver {
  @FieldResolver(() => VacancyType, { description: 'The vacancy.' })
  async vacancy(@Root() { vacancyId }: RecommendedVacancyType, @Ctx() { loaders }: Slice): Promise<VacancyType | null> {
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
