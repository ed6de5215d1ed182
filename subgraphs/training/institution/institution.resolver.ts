import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseConnection, type CourseType } from '../course/course.type.ts';
import { RegionType } from '../region/region.type.ts';
import type { InstitutionLoaders } from './institution.loader.ts';
import { InstitutionType } from './institution.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & InstitutionLoaders;
}

@Resolver(() => InstitutionType)
export class InstitutionResolver {
  @Query(() => InstitutionType, {
    nullable: true,
    description: 'One institution; null when there is none with this id.',
  })
  async institution(
    @Arg('id', () => ID, { description: "The institution's id." }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<InstitutionType | null> {
    return loaders.institution.load(id);
  }

  @FieldResolver(() => RegionType, {
    nullable: true,
    description: 'Regency or city of its seat; null until it was stated.',
  })
  region(@Root() { regionCode }: InstitutionType): RegionType | null {
    return regionCode === null ? null : { code: regionCode };
  }

  @FieldResolver(() => CourseConnection, { description: 'Courses on offer that it teaches, newest first.' })
  async courses(
    @Root() { id }: InstitutionType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<CourseType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.coursesOfInstitution.load({ parent: id, page }), page, (course) => [course.id]);
  }
}

export const findInstitution = ({ id }: { id: string }, { loaders }: Slice) => loaders.institution.load(id);
