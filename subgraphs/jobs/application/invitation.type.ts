import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { InvitationStatus } from './invitation.status.ts';

registerEnumType(InvitationStatus, {
  name: 'InvitationStatus',
  description: 'What has become of an invitation.',
  valuesConfig: {
    SENT: { description: 'It waits for an answer, or was declined: the portal does not learn which.' },
    ACCEPTED: { description: 'The person applies, and shows the portal who it is.' },
    DECLINED: { description: 'The person does not want the work; shown to that person alone.' },
    LAPSED: { description: 'The time to answer is over.' },
  },
});

@Directive(requiresScopes('self', 'participant:read'))
@ObjectType('Invitation', { description: 'The wish of a portal that a person applies for a vacancy of its own.' })
export class InvitationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'What the portal writes.' })
  message!: string;

  @Field(() => InvitationStatus, { description: 'What has become of it.' })
  status!: InvitationStatus;

  @Field(() => DateTime, { description: 'When the portal sent it.' })
  sentAt!: Date;

  @Field(() => DateTime, { description: 'It lapses then by itself.' })
  until!: Date;

  participantId!: string;
  vacancyId!: string;
  portalId!: string;
  applicationId!: string | null;
}

export const InvitationConnection = connectionType(InvitationType, 'Invitation');

@Directive(requiresScopes('application:manage'))
@ObjectType('SentInvitation', {
  description:
    'An invitation as its portal sees it: under the pseudonym of the search. One that was declined looks like one that nobody answered.',
})
export class SentInvitationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: 'Pseudonym under which the portal found the person.' })
  pseudonym!: string;

  @Field(() => InvitationStatus, { description: 'SENT, ACCEPTED or LAPSED.' })
  status!: InvitationStatus;

  @Field(() => DateTime, { description: 'When it was sent.' })
  sentAt!: Date;

  @Field(() => DateTime, { description: 'It lapses then by itself.' })
  until!: Date;

  vacancyId!: string;
  applicationId!: string | null;
}

export const SentInvitationConnection = connectionType(SentInvitationType, 'SentInvitation');

@Directive(requiresScopes('application:manage'))
@ObjectType('InvitationQuota', { description: 'Invitations that a portal sends in a day of Asia/Jakarta.' })
export class InvitationQuotaType {
  @Field(() => Int, { description: 'Pseudonyms that were named in calls of `inviteAlumni` today.' })
  used!: number;

  @Field(() => Int, { description: 'How many more can be named today.' })
  remaining!: number;

  @Field(() => DateTime, { description: 'When it begins anew: the next midnight in Jakarta.' })
  resetsAt!: Date;
}

@ObjectType('InvitedAlumnus', { description: 'What became of one pseudonym of a call of `inviteAlumni`.' })
export class InvitedAlumnusType {
  @Field(() => ID, { description: 'The pseudonym.' })
  pseudonym!: string;

  @Field(() => Boolean, {
    description:
      'Whether an invitation is kept for it; false when no search of your portal in the last week showed it. Whether the person reads it depends on their consent, which you do not learn.',
  })
  isInvited!: boolean;
}

@ObjectType('InvitedAlumni', { description: 'Answers of a call of `inviteAlumni`.' })
export class InvitedAlumniType {
  @Field(() => [InvitedAlumnusType], { description: 'One for each pseudonym, in the order of the call.' })
  results!: InvitedAlumnusType[];
}
