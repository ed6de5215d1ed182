import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';

@Directive(requiresScopes('organization:read', 'organization:manage'))
@ObjectType('OrganizationAllowance', { description: 'What the people of an organisation may do by themselves.' })
export class AllowanceType {
  @Field(() => ID, { description: "The organisation's id." })
  organizationId!: string;

  @Directive(listOf(10))
  @Field(() => [String], { description: 'Scopes that they may give to clients and developers of their own.' })
  scopes!: string[];

  @Field(() => Int, { description: 'Clients that the organisation may have.' })
  mostClients!: number;

  @Field(() => Int, { description: 'Developers that it may have.' })
  mostDevelopers!: number;

  @Field(() => DateTime, { description: 'When an officer said so.' })
  setAt!: Date;
}

@InputType('SetOrganizationAllowanceInput', { description: 'What the people of an organisation may do by themselves.' })
export class SetAllowanceInput {
  @Field(() => ID, { description: "The organisation's id." })
  organizationId!: string;

  @Field(() => [String], { description: 'Scopes that they may give, of those for its kind of organisation.' })
  scopes!: string[];

  @Field(() => Int, { description: 'Clients that it may have: 0 to 50.' })
  mostClients!: number;

  @Field(() => Int, { description: 'Developers that it may have: 0 to 200.' })
  mostDevelopers!: number;
}
