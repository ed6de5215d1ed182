import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('NextWaveStep', { description: 'What an officer can do next with a wave, and what that will do.' })
export class NextWaveStepType {
  @Field(() => String, { description: 'Name of the mutation, as `screenWave`.' })
  mutation!: string;

  @Field(() => Boolean, { description: 'Whether the state of before can be brought back.' })
  isReversible!: boolean;

  @Field(() => Int, { description: 'People whom it concerns, as counted now.' })
  people!: number;

  @Field(() => String, {
    description: 'What it will do, for people, in the language of Accept-Language: English (default) or Indonesian.',
  })
  does!: string;
}
