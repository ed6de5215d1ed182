import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { DeveloperStatus } from './developer.status.ts';

registerEnumType(DeveloperStatus, {
  name: 'DeveloperStatus',
  description: 'Whether somebody may act for an organisation.',
  valuesConfig: {
    INVITED: { description: 'Was invited: has an account since the link was used, or can make one until it ends.' },
    LEFT: { description: 'Acts for it no more; the account and its tokens are void.' },
  },
});

@Directive(requiresScopes('organization:read', 'developer:manage', 'organization:manage'))
@ObjectType('Developer', { description: 'Somebody who acts for an organisation in the graph.' })
export class DeveloperType {
  @Field(() => ID, { description: 'The `sub` of the tokens.' })
  id!: string;

  @Field(() => ID, { description: 'The organisation.' })
  organizationId!: string;

  @Field(() => String, { description: 'What colleagues call the account, such as its part of the work.' })
  label!: string;

  @Directive(listOf(10))
  @Field(() => [String], { description: 'The scopes that the tokens can hold.' })
  scopes!: string[];

  @Field(() => DeveloperStatus, { description: 'Whether it may act.' })
  status!: DeveloperStatus;

  @Field(() => String, { description: 'Who invited: subject of the token.' })
  invitedBy!: string;

  @Field(() => DateTime, { description: 'When.' })
  invitedAt!: Date;

  @Field(() => DateTime, { description: 'Until when the link can be used, once.' })
  invitedUntil!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was removed; null while it was not.' })
  leftAt!: Date | null;
}

export const DeveloperConnection = connectionType(DeveloperType, 'Developer');

@InputType('InviteDeveloperInput', { description: 'Somebody who shall act for an organisation.' })
export class InviteDeveloperInput {
  @Field(() => ID, { nullable: true, description: 'The organisation; your own unless said.' })
  organizationId?: string | null;

  @Field(() => String, { description: 'The address for which the link is good. It is not kept.' })
  email!: string;

  @Field(() => String, { description: 'What colleagues call the account: 1 to 100 characters.' })
  label!: string;

  @Field(() => [String], { description: 'The scopes that the tokens can hold: one at least.' })
  scopes!: string[];
}
