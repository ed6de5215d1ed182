import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { Rupiah } from '../../kit/scalars.ts';
import { CourseMode } from './course.mode.ts';
import { CourseStatus } from './course.status.ts';

export { CourseMode };

registerEnumType(CourseStatus, {
  name: 'CourseStatus',
  description: 'How far a course has come. Only ACTIVE and WATCHED courses are on offer.',
  valuesConfig: {
    DRAFT: { description: 'Being written; known to its owner only.' },
    SUBMITTED: { description: 'Handed in for assessment.' },
    UNDER_ASSESSMENT: { description: 'Being assessed.' },
    ACTIVE: { description: 'On offer.' },
    WATCHED: { description: 'On offer, under closer monitoring.' },
    SUSPENDED: { description: 'Not sold until a finding is settled.' },
    DELISTED: { description: 'Not sold any more.' },
  },
});

registerEnumType(CourseMode, {
  name: 'CourseMode',
  description: 'How a course is taught.',
  valuesConfig: {
    ONLINE: { description: 'On the internet, in classes or in your own time.' },
    OFFLINE: { description: 'In a classroom or workshop.' },
    HYBRID: { description: 'Partly online, partly in a classroom or workshop.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Course', { description: 'What an institution teaches and a platform sells.' })
export class CourseType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: "The platform's own reference, by which it submits the course." })
  reference!: string;

  @Field(() => String, { description: 'Title as shown to participants.' })
  title!: string;

  @Field(() => String, { description: 'What is taught and to whom.' })
  description!: string;

  @Field(() => Rupiah, { description: 'Price of a place now; an enrolment keeps the price that was agreed.' })
  price!: bigint;

  @Field(() => Int, { description: 'Hours of teaching and exercise.' })
  durationHours!: number;

  @Field(() => CourseMode, { description: 'How it is taught.' })
  mode!: CourseMode;

  @Field(() => CourseStatus, { description: 'How far the course has come.' })
  status!: CourseStatus;

  @Field(() => Float, { nullable: true, description: 'Mean of all ratings, 1 to 5 stars; null before the first one.' })
  ratingAverage!: number | null;

  @Field(() => Int, { description: 'How many participants rated it.' })
  ratingCount!: number;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations.' })
  isSynthetic!: boolean;

  @Field(() => Int, {
    description: 'Number of the version that is on sale, or of the newest while none has ever been.',
  })
  version!: number;

  platformId!: string;
  institutionId!: string;
  offeredAt!: Date | null;
}

export const CourseConnection = connectionType(CourseType, 'Course');
