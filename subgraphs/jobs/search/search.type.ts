import { Field, Int, ObjectType } from 'type-graphql';
import { Rupiah } from '../../kit/scalars.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { EmploymentType } from '../vacancy/index.ts';
import { VacancyConnection } from '../vacancy/vacancy.type.ts';
import type { VacancySearch } from './search.read.ts';

@ObjectType('VacanciesBySkill', { description: 'How many of the vacancies found ask for a skill.' })
export class VacanciesBySkillType {
  @Field(() => SkillType, { nullable: true, description: 'The skill.' })
  skill!: SkillType | null;

  @Field(() => Int, { description: 'Vacancies that ask for it.' })
  count!: number;
}

@ObjectType('VacanciesByRegion', { description: 'How many of the vacancies found are in a region.' })
export class VacanciesByRegionType {
  @Field(() => RegionType, {
    nullable: true,
    description: 'A province; with a region in the filter, a regency or city.',
  })
  region!: RegionType | null;

  @Field(() => Int, { description: 'Vacancies there.' })
  count!: number;
}

@ObjectType('VacanciesByType', { description: 'How many of the vacancies found are of a type.' })
export class VacanciesByTypeType {
  @Field(() => EmploymentType, { description: 'The type.' })
  type!: EmploymentType;

  @Field(() => Int, { description: 'Vacancies of it.' })
  count!: number;
}

@ObjectType('VacanciesByPay', { description: 'How many of the vacancies found pay so much a month at most.' })
export class VacanciesByPayType {
  @Field(() => Rupiah, { nullable: true, description: 'Lowest pay of the band; null where no pay is stated.' })
  from!: bigint | null;

  @Field(() => Rupiah, {
    nullable: true,
    description: 'The pay below which the band ends; null for the last band, and where no pay is stated.',
  })
  below!: bigint | null;

  @Field(() => Int, { description: 'Vacancies whose highest stated pay is in it.' })
  count!: number;
}

@ObjectType('VacancyFacets', {
  description:
    'The vacancies found, counted by what could narrow the list further; a value that none has is left out. Only what is asked for is counted, and of very many the newest alone.',
})
export class VacancyFacetsType {
  search!: VacancySearch;
}

@ObjectType('VacancySearchConnection', { description: 'A page of vacancies found, and how many there are.' })
export class VacancySearchConnectionType extends VacancyConnection {
  search!: VacancySearch;
}
