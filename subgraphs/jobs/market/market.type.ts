import { Field, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateScalar } from '../../kit/scalars.ts';

@ObjectType('LabourMarketFigure', {
  description: 'Demand and supply of a skill in a region, counted once a week.',
})
export class LabourMarketFigureType {
  @Field(() => DateScalar, { description: 'Monday of the week in which it was counted.' })
  week!: string;

  @Field(() => Int, { description: 'Openings of open vacancies that ask for the skill.' })
  demand!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Alumni who have the skill and consented to statistics, rounded down to tens; null for fewer than ten.',
  })
  supply!: number | null;

  @Field(() => Int, { description: 'Demand less supply; fewer than ten people count as none.' })
  gap!: number;

  @Field(() => Int, { nullable: true, description: 'The demand four weeks before; null where it was not counted.' })
  demandBefore!: number | null;

  @Field(() => Int, { nullable: true, description: 'The supply four weeks before; null for fewer than ten.' })
  supplyBefore!: number | null;

  skillCode!: string;
  /** Empty for the whole country. */
  regionCode!: string;
}

export const LabourMarketConnection = connectionType(LabourMarketFigureType, 'LabourMarketFigure');
