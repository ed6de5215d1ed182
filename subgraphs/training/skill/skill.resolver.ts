import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Context } from '../context.ts';
import { CourseConnection, type CourseType } from '../course/course.type.ts';
import { SkillType } from './skill.type.ts';

@Resolver(() => SkillType)
export class SkillResolver {
  @FieldResolver(() => CourseConnection, {
    nullable: true,
    description: 'Courses on offer that teach this skill, newest first.',
  })
  async courses(
    @Root() { code }: SkillType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Connection<CourseType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.coursesOfSkill.load({ parent: code, page }), page, ({ id }) => [id]);
  }
}
