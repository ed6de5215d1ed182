import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { Education, type NikRegionStatus, Occupation, WorkStatus } from '../profile/profile.type.ts';
import { ParticipantStatus } from './participant.status.ts';

export { ParticipantStatus } from './participant.status.ts';

registerEnumType(ParticipantStatus, {
  name: 'ParticipantStatus',
  description: 'How far a participant has come.',
  valuesConfig: {
    REGISTERED: { description: 'Has an account; phone or e-mail not yet confirmed.' },
    VERIFIED: { description: 'Identity and contact confirmed; may join a wave.' },
    APPLICANT: { description: 'Joined a wave that has not been announced, or was not selected.' },
    RECIPIENT: { description: 'Selected and announced; holds a training balance.' },
    ACTIVE: { description: 'Bought a first course.' },
    ALUMNI: { description: 'Holds a first certificate.' },
    REVOKED: { description: 'Bought nothing in time; the balance went back to the treasury, for ever.' },
    BARRED: { description: 'Found on a barred list after selection.' },
  },
});

@ObjectType('AbilityTest', { description: 'Result of the basic-ability test: 18 questions in 25 minutes.' })
export class AbilityTestType {
  @Field(() => Int, { description: 'Right answers, 0 to 18.' })
  score!: number;

  @Field(() => Int, { description: 'Whole seconds that it took, at most 1500.' })
  seconds!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('Participant', {
  description:
    'A person in the programme. Shown to that person, and to callers whose scope names it (`participant:read`). Partners add their own fields.',
})
export class ParticipantType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); never derived from the NIK.' })
  id!: string;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => ParticipantStatus, { description: 'How far the participant has come.' })
  status!: ParticipantStatus;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => WorkStatus, { description: 'Work status as stated at registration.' })
  workStatus!: WorkStatus;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => DateTime, { description: 'When the account was made.' })
  registeredAt!: Date;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => Education, { nullable: true, description: 'Highest education; null where it was not asked for.' })
  education!: Education | null;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => Occupation, { description: 'An occupation that bars, as stated at registration, or NONE.' })
  occupation!: Occupation;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => Boolean, { description: 'Goes to school or studies, as stated at registration.' })
  isInFormalEducation!: boolean;

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(personalData('general'))
  @Field(() => String, { nullable: true, description: 'Why the person registered; null where it was not asked for.' })
  motivation!: string | null;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => DateTime, { nullable: true, description: 'When the phone was confirmed; null before.' })
  phoneConfirmedAt!: Date | null;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => DateTime, { nullable: true, description: 'When the e-mail address was confirmed; null before.' })
  emailConfirmedAt!: Date | null;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => Int, { description: 'Counts the corrections, from 1.' })
  version!: number;

  @Field(() => Boolean, { description: 'Made up for tests and demonstrations; belongs to no person.' })
  isSynthetic!: boolean;

  abilityScore!: number | null;
  abilitySeconds!: number | null;
  regionCode!: string;
  interestCodes!: string[];
  nikRegionStatus!: NikRegionStatus;
  nikBirthDate!: string | null;
}

export const ParticipantConnection = connectionType(ParticipantType, 'Participant');
