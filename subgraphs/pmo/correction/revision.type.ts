import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';

/** @public its names are those of the graph */
export enum RevisionAuthor {
  SELF = 'SELF',
  OFFICER = 'OFFICER',
}

registerEnumType(RevisionAuthor, {
  name: 'RevisionAuthor',
  description: 'Who corrected a registration.',
  valuesConfig: {
    SELF: { description: 'The person.' },
    OFFICER: { description: 'An officer of the programme office.' },
  },
});

@ObjectType('FormerValue', { description: 'One value that a correction replaced.' })
export class FormerValueType {
  @Field(() => String, {
    description: 'Its field, as the input of correctRegistration names it, such as `workStatus`.',
  })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As it was registered, codes of a list separated by commas; `••••` when masked, null where none was.',
  })
  value!: string | null;

  @Field(() => Boolean, { description: 'The value is `••••`, since the token does not allow more.' })
  isMasked!: boolean;
}

@ObjectType('ParticipantRevision', { description: 'One correction of what a person stated at registration.' })
export class ParticipantRevisionType {
  @Field(() => Int, { description: 'The version of the registration that it replaced.' })
  version!: number;

  @Field(() => DateTime, { description: 'When it was corrected.' })
  changedAt!: Date;

  @Field(() => RevisionAuthor, { description: 'Who corrected it.' })
  changedBy!: `${RevisionAuthor}`;

  @Field(() => String, { description: 'Why, in the words of who corrected it; `—` once the person was erased.' })
  reason!: string;

  @Field(() => [String], {
    description: 'What was corrected, as the input of correctRegistration names it, such as `workStatus`.',
  })
  fields!: string[];

  participantId!: string;
  sealed!: Buffer;
}

export const ParticipantRevisionConnection = connectionType(ParticipantRevisionType, 'ParticipantRevision');
