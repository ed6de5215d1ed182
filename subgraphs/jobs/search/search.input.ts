import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';
import { EmploymentType, WorkAccessibility } from '../vacancy/index.ts';
import { VacancyOrder } from './search.order.ts';

registerEnumType(VacancyOrder, {
  name: 'VacancyOrder',
  description: 'The order of a list of vacancies. Vacancies that are alike in it come newest first.',
  valuesConfig: {
    RELEVANCE: { description: 'How well title and employer answer `search`; without `search` the same as NEWEST.' },
    NEWEST: { description: 'Newest first.' },
    PAY_DESC: { description: 'Highest stated monthly pay first; those that state none come last.' },
  },
});

@InputType('VacancyFilter', { description: 'Narrows a list of vacancies; all conditions must hold.' })
export class VacancyFilterInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Words in Indonesian or English, ≤ 100 characters; the first 12 are read. Finds other forms of a word (mengelola, pengelolaan), words that say the same (sopir, driver), and what a mistyped word may have meant. Where no vacancy has all words, those that have some are found.',
  })
  search?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only vacancies that ask for at least one of the skills with these codes; at most 20.',
  })
  skills?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only vacancies that ask for the skill with this code; not read beside `skills`.',
    deprecationReason: 'Use `skills` until 2027-12-31.',
  })
  skill?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Only vacancies in this province (`32`), regency or city (`32.73`). A malformed code: REGION_CODE_MALFORMED.',
  })
  region?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Everywhere in the province of `region` too.' })
  isWithinProvince!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'In the regencies and cities around `region` too, of other provinces as well.',
  })
  isNearby!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only vacancies that can, or only those that cannot, be done from anywhere.',
  })
  isRemote?: boolean | null;

  @Field(() => Rupiah, { nullable: true, description: 'Only vacancies whose stated monthly pay reaches this.' })
  minSalary?: bigint | null;

  @Field(() => [EmploymentType], { nullable: true, description: 'Only vacancies of these types; at most 5.' })
  types?: EmploymentType[] | null;

  @Field(() => [WorkAccessibility], {
    nullable: true,
    description: 'Only workplaces that have all of these; at most 4.',
  })
  accessibility?: WorkAccessibility[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only occupations whose ISCO-08 code begins with these 1 to 4 digits: `51`, `5132`.',
  })
  occupation?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Only vacancies that were first opened in the last so many days: 1 to 365.',
  })
  postedWithinDays?: number | null;

  @Field(() => ID, { nullable: true, description: 'Only vacancies that this portal publishes.' })
  portal?: string | null;
}
