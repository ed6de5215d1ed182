import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Context } from '../context.ts';
import { VacancyConnection, type VacancyType } from '../vacancy/vacancy.type.ts';
import { SkillType } from './skill.type.ts';

@Resolver(() => SkillType)
export class SkillResolver {
  @FieldResolver(() => VacancyConnection, {
    nullable: true,
    description: 'Open vacancies that ask for this skill, newest first.',
  })
  async vacancies(
    @Root() { code }: SkillType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<VacancyType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.vacanciesOfSkill.load({ parent: code, page }), page, ({ id }) => [id]);
  }
}
