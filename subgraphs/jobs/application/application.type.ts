import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ApplicationStatus, ApplicationStep } from './application.status.ts';

registerEnumType(ApplicationStatus, {
  name: 'ApplicationStatus',
  description: 'How far an application has come.',
  valuesConfig: {
    SUBMITTED: { description: 'The portal has it.' },
    IN_REVIEW: { description: 'The employer looks at it.' },
    INTERVIEW: { description: 'The person is invited to an interview.' },
    OFFERED: { description: 'The person is offered the work.' },
    HIRED: { description: 'The portal reported a placement; for ever.' },
    REJECTED: { description: 'The employer took somebody else; for ever.' },
    WITHDRAWN: { description: 'The person took it back; for ever.' },
  },
});

registerEnumType(ApplicationStep, {
  name: 'ApplicationStep',
  description: 'What a portal makes of an application; a hire is told by `reportPlacement`.',
  valuesConfig: {
    IN_REVIEW: { description: 'The employer looks at it.' },
    INTERVIEW: { description: 'The person is invited to an interview.' },
    OFFERED: { description: 'The person is offered the work.' },
    REJECTED: { description: 'The employer took somebody else.' },
  },
});

@Directive('@key(fields: "id")')
@Directive(requiresScopes('self', 'participant:read', 'application:manage'))
@ObjectType('Application', {
  description:
    'Somebody who wants the work of a vacancy. Shown to that person, to the portal of the vacancy, and to officers.',
})
export class ApplicationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Directive(personalData('general'))
  @Field(() => ApplicationStatus, { description: 'How far it has come.' })
  status!: ApplicationStatus;

  @Directive(personalData('general'))
  @Field(() => String, { nullable: true, description: 'What the person writes to the portal; null for nothing.' })
  message!: string | null;

  @Field(() => DateTime, { description: 'When the person applied.' })
  submittedAt!: Date;

  @Field(() => DateTime, { description: 'When its state last changed.' })
  changedAt!: Date;

  participantId!: string;
  vacancyId!: string;
  portalId!: string;
}

export const ApplicationConnection = connectionType(ApplicationType, 'Application');
