import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '../../kit/scalars.ts';

@Directive('@key(fields: "id")')
@ObjectType('Course')
export class CourseType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;
}

@ObjectType('CourseJobOutcome', {
  description:
    'What became of the people who completed a course, up to the end of a month: published once a month for courses with at least ten confirmed hires. Counts are rounded down to tens.',
})
export class CourseOutcomeType {
  @Field(() => DateScalar, { description: 'First day of the month up to whose end it counts.' })
  month!: string;

  @Field(() => Int, { description: 'People who completed the course.' })
  completed!: number;

  @Field(() => Int, {
    description: 'Those of them who then began work which a portal reported and they confirmed.',
  })
  placed!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Those of them who were still there after three months; null below ten.',
  })
  retainedAt3Months!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Those of them who were still there after six months; null below ten.',
  })
  retainedAt6Months!: number | null;

  courseId!: string;
}
