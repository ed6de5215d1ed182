import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { DateScalar } from '../../kit/scalars.ts';

@ObjectType('WaveTranche', { description: 'A period of a wave, in which a part of its winners begins.' })
export class WaveTrancheType {
  @Field(() => Int, { description: 'Counts the tranches of the wave, from 1.' })
  number!: number;

  @Field(() => DateScalar, {
    description: 'Its first day (Asia/Jakarta): the time for the first purchase is reckoned from it.',
  })
  startsOn!: string;

  @Field(() => Int, { description: 'Places, over all regions.' })
  places!: number;
}

@InputType('WaveTrancheInput', { description: 'A period of a wave, in which a part of its winners begins.' })
export class WaveTrancheInput {
  @Field(() => DateScalar, { description: 'Its first day (Asia/Jakarta).' })
  startsOn!: string;

  @Field(() => Int, { description: 'Places, over all regions.' })
  places!: number;
}
