import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { Rupiah } from '../../kit/scalars.ts';
import { readSearch } from '../../kit/search.ts';
import type { InstitutionLoaders } from '../institution/institution.loader.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import type { PlatformLoaders } from '../platform/platform.loader.ts';
import { PlatformType } from '../platform/platform.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { CourseLoaders } from './course.loader.ts';
import { listCourses } from './course.loader.ts';
import { CourseMode } from './course.mode.ts';
import { isOffered, wasOffered } from './course.policy.ts';
import { CourseConnection, CourseType } from './course.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & InstitutionLoaders & PlatformLoaders;
}

@InputType('CourseFilter', { description: 'Narrows a list of courses; all conditions must hold.' })
class CourseFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only courses that teach the skill with this code.' })
  skill?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only courses that this platform sells.' })
  platform?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only courses that this institution teaches.' })
  institution?: string | null;

  @Field(() => CourseMode, { nullable: true, description: 'Only courses taught in this way.' })
  mode?: CourseMode | null;

  @Field(() => Rupiah, { nullable: true, description: 'Only courses that cost at most this.' })
  maxPrice?: bigint | null;

  @Field(() => String, { nullable: true, description: 'Part of the title or description; ≤ 100 characters.' })
  search?: string | null;
}

const readFilter = (filter: CourseFilterInput | null) => {
  const { skill = null, platform = null, institution = null, mode = null, maxPrice = null } = filter ?? {};
  const search = readSearch(filter?.search);
  return { skill, platform, institution, mode, maxPrice, search };
};

@Resolver(() => CourseType)
export class CourseResolver {
  @Query(() => CourseType, { nullable: true, description: 'One course; null when none with this id is on offer.' })
  async course(
    @Arg('id', () => ID, { description: "The course's id." }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<CourseType | null> {
    const course = await loaders.course.load(id);
    return course && isOffered(course) ? course : null;
  }

  @Query(() => CourseConnection, { description: 'Courses on offer (ACTIVE or WATCHED), newest first.' })
  async courses(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => CourseFilterInput, { nullable: true, description: 'Narrows the list.' })
    filter: CourseFilterInput | null,
    @Ctx() { database }: Slice,
  ): Promise<Connection<CourseType>> {
    const page = readPage(args, idKey);
    const rows = await listCourses(database, page, readFilter(filter));
    return toConnection(rows, page, ({ id }) => [id]);
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
export const findCourse = async ({ id }: { id: string }, { loaders }: Slice): Promise<CourseType | null> => {
  const course = await loaders.course.load(id);
  return course && wasOffered(course) ? course : null;
};
