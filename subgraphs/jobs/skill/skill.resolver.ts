import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { VacancyLoaders } from '../vacancy/vacancy.loader.ts';
import { VacancyConnection, type VacancyType } from '../vacancy/vacancy.type.ts';
import { SkillType } from './skill.type.ts';

interface Slice extends RequestContext {
  loaders: VacancyLoaders;
}

@Resolver(() => SkillType)
export class SkillResolver {
  @FieldResolver(() => VacancyConnection, {
    nullable: true,
    description: 'Open vacancies that ask for this skill, newest first.',
  })
  async vacancies(
    @Root() { code }: SkillType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<VacancyType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.vacanciesOfSkill.load({ parent: code, page }), page, ({ id }) => [id]);
  }
}
