import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { mayReadCatalogue } from '../platform/index.ts';
import { PlatformType } from '../platform/platform.type.ts';
import type { CourseLoaders } from './course.loader.ts';
import { maySeeVersions } from './course.policy.ts';
import { CourseType } from './course.type.ts';
import type { VersionLoaders } from './version.loader.ts';
import { VersionStatus } from './version.status.ts';
import { CourseVersionConnection, CourseVersionType } from './version.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & VersionLoaders;
}

@Resolver(() => CourseVersionType)
export class VersionResolver {
  @FieldResolver(() => CourseType, { nullable: true, description: 'The course that it is a version of.' })
  async course(@Root() { courseId }: CourseVersionType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }
}

@Resolver(() => CourseType)
export class CourseVersionsResolver {
  @Directive(requiresScopes('course:publish', 'course:assess', 'course:monitor'))
  @FieldResolver(() => CourseVersionConnection, {
    nullable: true,
    description:
      'All versions, newest first, approved or not: for its platform and institution, assessors and officers; null for other organisations.',
  })
  async versions(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<CourseVersionType> | null> {
    demandScope(caller, 'course:publish', 'course:assess', 'course:monitor');
    if (!maySeeVersions(caller, await loaders.isCourseOfCaller.load(id))) return null;
    const page = readPage(args, idKey);
    return toConnection(await loaders.versionsOfCourse.load({ parent: id, page }), page, (version) => [version.id]);
  }
}

@Resolver(() => PlatformType)
export class SubmissionsResolver {
  @Directive(requiresScopes('course:publish', 'course:monitor'))
  @FieldResolver(() => CourseVersionConnection, {
    nullable: true,
    description:
      'What it has submitted, newest first: for itself (`course:publish`) and officers (`course:monitor`); null for other organisations.',
  })
  async submissions(
    @Root() { id, organizationId }: PlatformType,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => VersionStatus, { nullable: true, description: 'Only versions in this state.' })
    status: VersionStatus | null,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<CourseVersionType> | null> {
    demandScope(caller, 'course:publish', 'course:monitor');
    if (!mayReadCatalogue(caller, organizationId)) return null;
    const page = readPage(args, idKey);
    const rows = await loaders.submissionsOf(status ?? null).load({ parent: id, page });
    return toConnection(rows, page, (version) => [version.id]);
  }
}
