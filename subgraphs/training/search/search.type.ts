import { Field, Int, ObjectType } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';
import { CourseConnection, CourseMode } from '../course/course.type.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { CourseSearch } from './search.read.ts';

@ObjectType('CoursesByPlatform', { description: 'How many of the courses found a platform sells.' })
export class CoursesByPlatformType {
  @Field(() => Int, { description: 'Courses that it sells.' })
  count!: number;

  platformId!: string;
}

@ObjectType('CoursesByMode', { description: 'How many of the courses found are taught in a way.' })
export class CoursesByModeType {
  @Field(() => CourseMode, { description: 'The way.' })
  mode!: CourseMode;

  @Field(() => Int, { description: 'Courses that are taught so.' })
  count!: number;
}

@ObjectType('CoursesBySkill', { description: 'How many of the courses found teach a skill.' })
export class CoursesBySkillType {
  @Field(() => SkillType, { nullable: true, description: 'The skill.' })
  skill!: SkillType | null;

  @Field(() => Int, { description: 'Courses that teach it.' })
  count!: number;
}

@ObjectType('CoursesByRegion', { description: 'How many of the courses found are in a region.' })
export class CoursesByRegionType {
  @Field(() => RegionType, {
    nullable: true,
    description: 'A province; with a region in the filter, one of its regencies or cities.',
  })
  region!: RegionType | null;

  @Field(() => Int, { description: 'Courses whose institution has its seat there or that have a class to come there.' })
  count!: number;
}

@ObjectType('CoursesByPrice', { description: 'How many of the courses found cost so much.' })
export class CoursesByPriceType {
  @Field(() => Rupiah, { description: 'Lowest price of the band.' })
  from!: bigint;

  @Field(() => Rupiah, { nullable: true, description: 'The price below which the band ends; null for the last band.' })
  below!: bigint | null;

  @Field(() => Int, { description: 'Courses with such a price.' })
  count!: number;
}

@ObjectType('CourseFacets', {
  description:
    'The courses found, counted by what could narrow the list further; a value that none has is left out. Only what is asked for is counted.',
})
export class CourseFacetsType {
  search!: CourseSearch;
}

@ObjectType('CourseSearchConnection', { description: 'A page of courses found, and how many there are.' })
export class CourseSearchConnectionType extends CourseConnection {
  search!: CourseSearch;
}
