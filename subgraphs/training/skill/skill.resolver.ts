import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseConnection, type CourseType } from '../course/course.type.ts';
import { SkillType } from './skill.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders;
}

@Resolver(() => SkillType)
export class SkillResolver {
  @FieldResolver(() => CourseConnection, {
    nullable: true,
    description: 'Courses on offer that teach this skill, newest first.',
  })
  async courses(
    @Root() { code }: SkillType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<CourseType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.coursesOfSkill.load({ parent: code, page }), page, ({ id }) => [id]);
  }
}
