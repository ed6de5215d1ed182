import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { requiresScopes, ShownTo } from '../../kit/directives.ts';

@Directive('@key(fields: "id")')
@ObjectType('Application')
export class ApplicationType {
  // As jobs shows it, whose type it is.
  @ShownTo('public', 'portal', 'officer')
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;
}

@Directive(requiresScopes('self', 'application:manage'))
@ObjectType('Applicant', {
  description:
    'Who applies, for the portal of the vacancy. Each read is in the access log of the person; a portal reads a limited number of people a day.',
})
export class ApplicantType {
  participantId!: string;
  portalId!: string;
  statedName!: string;
}
