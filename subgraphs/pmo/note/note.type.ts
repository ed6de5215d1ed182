import { Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';

@ObjectType('WaveNote', { description: 'What an officer lets everyone know of a wave.' })
export class WaveNoteType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'The note, as the officer wrote it: 3 to 1,000 characters.' })
  text!: string;

  @Field(() => DateTime, { description: 'When it was written.' })
  writtenAt!: Date;

  waveNumber!: number;
}

export const WaveNoteConnection = connectionType(WaveNoteType, 'WaveNote');
