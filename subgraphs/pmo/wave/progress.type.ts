import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import { WaveStepName } from './wave.status.ts';

registerEnumType(WaveStepName, {
  name: 'WaveStepName',
  description: 'What takes long in the life of a wave.',
  valuesConfig: {
    SCREEN: { description: 'Judging each registration by the policy.' },
    FREEZE: { description: 'Fixing the entries and publishing what the draw depends on.' },
    DRAW: { description: 'Waiting for the round of the beacon, and drawing.' },
    ANNOUNCE: { description: 'Awarding winners and telling everyone, chunk by chunk.' },
    REVOKE: { description: 'Taking the award from those who bought nothing in time.' },
    CANCEL: { description: 'Letting everyone go who waits in a wave that was cancelled.' },
  },
});

@ObjectType('WaveStep', { description: 'How far a long step of a wave has come. It survives any crash.' })
export class WaveStepType {
  waveNumber!: number;

  @Field(() => WaveStepName, { description: 'Which step.' })
  step!: WaveStepName;

  @Field(() => Boolean, { description: 'It is under way.' })
  isRunning!: boolean;

  @Field(() => Int, { description: 'People worked off.' })
  done!: number;

  @Field(() => Int, { description: 'People in all.' })
  total!: number;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  startedAt!: Date;

  @Field(() => DateTime, { description: 'When it last moved.' })
  updatedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was done; null while it is under way.' })
  finishedAt!: Date | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Its last try failed, and the log says why under this id; it is tried again by itself. Null otherwise.',
  })
  errorId!: string | null;
}
