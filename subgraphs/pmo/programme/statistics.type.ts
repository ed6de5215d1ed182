import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../kit/scalars.ts';
import type { ProgrammeStatistic } from './statistics.data.ts';

/** @public its names are those of the graph */
export enum StatisticUnit {
  PERSON = 'PERSON',
  RUPIAH = 'RUPIAH',
  COUNT = 'COUNT',
  PERCENT = 'PERCENT',
}

registerEnumType(StatisticUnit, {
  name: 'StatisticUnit',
  description: 'What a figure counts.',
  valuesConfig: {
    PERSON: { description: 'People.' },
    RUPIAH: { description: 'Whole rupiah.' },
    COUNT: { description: 'Things, as the definition says.' },
    PERCENT: { description: 'Parts of a hundred.' },
  },
});

@ObjectType('ProgrammeStatistic', {
  description:
    'One figure of the programme, as one source gave it for one day. Sources disagree, and none is corrected.',
})
export class ProgrammeStatisticType implements ProgrammeStatistic {
  @Field(() => String, { description: 'What is counted: APPLICANTS, RECIPIENTS, REVOKED …' })
  name!: string;

  @Field(() => Float, { description: 'The figure: a whole number, up to 2^53.' })
  value!: number;

  @Field(() => StatisticUnit, { description: 'What it counts.' })
  unit!: `${StatisticUnit}`;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day to which it holds; null where the source names none.',
  })
  asOf!: string | null;

  @Field(() => String, { description: 'What exactly was counted.' })
  definition!: string;

  @Field(() => String, { description: 'Who said so, and when; or this graph.' })
  source!: string;

  @Field(() => [ProgrammeStatisticType], {
    description:
      'The other figures of the same name, side by side: of other days or sources, or contradicting this one.',
  })
  otherFigures!: ProgrammeStatisticType[];
}
