import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../kit/scalars.ts';

@ObjectType('DrawWitness', { description: 'An organisation that witnesses a draw.' })
export class DrawWitnessType {
  @Field(() => String, {
    description: 'Its verifier key: name+id+key (C2SP). Take it from the witness, not from here.',
  })
  key!: string;

  @Field(() => String, { nullable: true, description: 'Its cosignature of the checkpoint; null until it came.' })
  cosignature!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it signed, by its own clock.' })
  signedAt!: Date | null;
}

@ObjectType('DrawWitnesses', { description: 'The witnesses of a wave, named before it opens.' })
export class DrawWitnessesType {
  waveNumber!: number;

  @Field(() => Int, { description: 'How many must sign before the close.' })
  threshold!: number;

  @Field(() => DateTime, { nullable: true, description: 'When a second officer approved the newest frozen list.' })
  approvedAt!: Date | null;

  @Field(() => [DrawWitnessType], { description: 'Each with its cosignature of the newest checkpoint.' })
  members!: DrawWitnessType[];
}

@ObjectType('VoidDraw', { description: 'An attempt to draw a wave that too few witnesses signed.' })
export class VoidDrawType {
  waveNumber!: number;

  @Field(() => Int, { description: 'Which attempt, from 1.' })
  attempt!: number;

  @Field(() => String, { description: 'Its checkpoint.' })
  checkpoint!: string;

  @Field(() => String, { description: 'Why it is void.' })
  reason!: string;

  @Field(() => String, { description: 'The officer who said so, another one than who froze it.' })
  voidedBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  voidedAt!: Date;
}
