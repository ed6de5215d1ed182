import { Field, Float, ID, InputType, registerEnumType } from 'type-graphql';
import { DateScalar, Rupiah } from '../../kit/scalars.ts';
import { CourseMode } from '../course/course.type.ts';
import { CourseOrder } from './search.order.ts';

registerEnumType(CourseOrder, {
  name: 'CourseOrder',
  description:
    'The order of a list of courses. Courses that are alike in it come newest first, or, where it ascends, last.',
  valuesConfig: {
    RELEVANCE: {
      description: 'How well title, skills and institution answer `search`; without `search` the same as NEWEST.',
    },
    NEWEST: { description: 'Newest first.' },
    PRICE_ASC: { description: 'Cheapest first.' },
    PRICE_DESC: { description: 'Dearest first.' },
    RATING: {
      description:
        'Best rated first. Five ratings of 3 stars are added to those of each course, so that one single rating decides little.',
    },
    STARTS_SOON: {
      description: 'By the first class that is still to start; courses without one come last.',
    },
  },
});

@InputType('CourseFilter', { description: 'Narrows a list of courses; all conditions must hold.' })
export class CourseFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Words in Indonesian or English, ≤ 100 characters; the first 12 are read. Finds other forms of a word (mengelola, pengelolaan), words that say the same, and what a mistyped word may have meant. Where no course has all words, those that have some are found.',
  })
  search?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only courses that teach at least one of the skills with these codes; at most 20.',
  })
  skills?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only courses that teach the skill with this code; not read beside `skills`.',
    deprecationReason: 'Use `skills` until 2027-12-31.',
  })
  skill?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only courses whose institution has its seat, or that have a class to come, in this province (`32`), regency or city (`32.73`).',
  })
  region?: string | null;

  @Field(() => CourseMode, { nullable: true, description: 'Only courses taught in this way.' })
  mode?: CourseMode | null;

  @Field(() => Rupiah, { nullable: true, description: 'Only courses that cost at least this.' })
  priceFrom?: bigint | null;

  @Field(() => Rupiah, { nullable: true, description: 'Only courses that cost at most this.' })
  priceTo?: bigint | null;

  @Field(() => Rupiah, {
    nullable: true,
    description: 'Only courses that cost at most this.',
    deprecationReason: 'Use `priceTo` until 2027-12-31.',
  })
  maxPrice?: bigint | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Only courses with a class that is still to start, on this day of Asia/Jakarta or later.',
  })
  startsFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Only courses with a class that is still to start, on this day of Asia/Jakarta or earlier.',
  })
  startsUntil?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Only courses whose `ratingAverage` is at least this; those without a rating are left out.',
  })
  minRating?: number | null;

  @Field(() => ID, { nullable: true, description: 'Only courses that this platform sells.' })
  platform?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only courses that this institution teaches.' })
  institution?: string | null;
}
