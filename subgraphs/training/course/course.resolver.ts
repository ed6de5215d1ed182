import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import type { InstitutionLoaders } from '../institution/institution.loader.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import type { PlatformLoaders } from '../platform/platform.loader.ts';
import { PlatformType } from '../platform/platform.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { CourseLoaders } from './course.loader.ts';
import { isOffered, maySeeVersions, wasOffered } from './course.policy.ts';
import { CourseType } from './course.type.ts';
import type { VersionLoaders } from './version.loader.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & InstitutionLoaders & PlatformLoaders & VersionLoaders;
}

/** Whether the caller may see a course that is not on offer. */
const isShown = async ({ id }: CourseType, { caller, loaders }: Slice): Promise<boolean> =>
  maySeeVersions(caller, maySeeVersions(caller, true) && (await loaders.isCourseOfCaller.load(id)));

@Resolver(() => CourseType)
export class CourseResolver {
  @Query(() => CourseType, {
    nullable: true,
    description:
      'One course; null when none with this id is on offer, also while its platform or institution is suspended. Its platform and institution, assessors and officers see it in every state.',
  })
  async course(
    @Arg('id', () => ID, { description: "The course's id." }) id: string,
    @Ctx() context: Slice,
  ): Promise<CourseType | null> {
    const course = await context.loaders.course.load(id);
    return course && (isOffered(course) || (await isShown(course, context))) ? course : null;
  }

  @FieldResolver(() => PlatformType, { description: 'Where it is sold.' })
  async platform(@Root() { platformId }: CourseType, @Ctx() { loaders }: Slice): Promise<PlatformType | null> {
    return loaders.platform.load(platformId);
  }

  @FieldResolver(() => InstitutionType, { description: 'Who teaches it.' })
  async institution(@Root() { institutionId }: CourseType, @Ctx() { loaders }: Slice): Promise<InstitutionType | null> {
    return loaders.institution.load(institutionId);
  }

  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills that it teaches, in order of code.' })
  async skills(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<SkillType[]> {
    return (await loaders.courseSkills.load(id)).map((code) => ({ code }));
  }
}

/** Returns the course of a key that another subgraph holds, also when it is no longer on offer. */
export const findCourse = async ({ id }: { id: string }, context: Slice): Promise<CourseType | null> => {
  const course = await context.loaders.course.load(id);
  return course && (wasOffered(course) || (await isShown(course, context))) ? course : null;
};
