import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseConnection, type CourseType } from '../course/course.type.ts';
import type { PlatformLoaders } from './platform.loader.ts';
import { PlatformType } from './platform.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & PlatformLoaders;
}

@Resolver(() => PlatformType)
export class PlatformResolver {
  @Query(() => PlatformType, { nullable: true, description: 'One platform; null when there is none with this id.' })
  async platform(
    @Arg('id', () => ID, { description: "The platform's id." }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<PlatformType | null> {
    return loaders.platform.load(id);
  }

  @FieldResolver(() => CourseConnection, { description: 'Courses that the platform offers now, newest first.' })
  async courses(
    @Root() { id }: PlatformType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<CourseType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.coursesOfPlatform.load({ parent: id, page }), page, (course) => [course.id]);
  }
}

export const findPlatform = ({ id }: { id: string }, { loaders }: Slice) => loaders.platform.load(id);
