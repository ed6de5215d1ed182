import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { Rupiah } from '../../kit/scalars.ts';
import type { InstitutionLoaders } from '../institution/institution.loader.ts';
import type { PlatformLoaders } from '../platform/platform.loader.ts';
import { jsonLdOf } from './course.json-ld.ts';
import type { CourseLoaders } from './course.loader.ts';
import { CourseType } from './course.type.ts';
import { Accessibility } from './version.content.ts';
import { outcomesOf, type VersionLoaders } from './version.loader.ts';
import { CourseOutcomeType, SyllabusUnitType } from './version.type.ts';

interface Slice extends RequestContext {
  loaders: CourseLoaders & InstitutionLoaders & PlatformLoaders & VersionLoaders;
}

/** What the version on sale says; null in courses from before versions were kept. */
@Resolver(() => CourseType)
export class CourseContentResolver {
  @FieldResolver(() => String, { nullable: true, description: 'In which language it is taught: a BCP 47 tag.' })
  async language(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<string | null> {
    return (await loaders.courseContent.load(id))?.language ?? null;
  }

  @FieldResolver(() => Rupiah, { nullable: true, description: 'What a place costs outside the programme.' })
  async priceOutside(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<bigint | null> {
    const content = await loaders.courseContent.load(id);
    return content && BigInt(content.priceOutside);
  }

  @Directive(listOf(10))
  @FieldResolver(() => [SyllabusUnitType], { nullable: true, description: 'Its units in order: at most 60.' })
  async syllabus(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<SyllabusUnitType[] | null> {
    return (await loaders.courseContent.load(id))?.syllabus ?? null;
  }

  @Directive(listOf(5))
  @FieldResolver(() => [CourseOutcomeType], {
    nullable: true,
    description: 'What is learnt, in order of the code of its skill: at most 20.',
  })
  async outcomes(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<CourseOutcomeType[] | null> {
    const content = await loaders.courseContent.load(id);
    return content && outcomesOf(content);
  }

  @FieldResolver(() => [Accessibility], { nullable: true, description: 'What helps people with disabilities in it.' })
  async accessibility(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<Accessibility[] | null> {
    return (await loaders.courseContent.load(id))?.accessibility ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Its page at the platform; null when none was stated.' })
  async url(@Root() { id }: CourseType, @Ctx() { loaders }: Slice): Promise<string | null> {
    return (await loaders.courseContent.load(id))?.url ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The course as schema.org `Course` in JSON-LD, for search engines: put it into a `script` element of the type application/ld+json as it is.',
  })
  async jsonLd(@Root() course: CourseType, @Ctx() { loaders }: Slice): Promise<string> {
    const [content, platform, institution] = await Promise.all([
      loaders.courseContent.load(course.id),
      loaders.platform.load(course.platformId),
      loaders.institution.load(course.institutionId),
    ]);
    return jsonLdOf(course, { content, platform, institution });
  }
}
