import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { RefusalType } from '../../kit/refusal.type.ts';
import { Jwk } from './jwk.scalar.ts';
import { OrganizationKind } from './organization.kind.ts';
import { ClientType, OrganizationType } from './organization.type.ts';

@InputType('RegisterOrganizationInput', { description: 'An organisation that joins.' })
export class RegisterOrganizationInput {
  @Field(() => String, { description: 'Its name: 1 to 200 characters.' })
  name!: string;

  @Field(() => OrganizationKind, { description: 'What it does in the programme; it cannot be changed.' })
  kind!: OrganizationKind;
}

@InputType('RegisterClientInput', { description: 'Software of an organisation that shall get tokens.' })
export class RegisterClientInput {
  @Field(() => ID, { description: 'Whose it is.' })
  organizationId!: string;

  @Field(() => String, { description: 'A name for people: 1 to 200 characters.' })
  name!: string;

  @Field(() => [String], { description: 'The scopes that its tokens can hold, of those for its kind of organisation.' })
  scopes!: string[];

  @Field(() => Jwk, { description: 'The public part of its first key. A private part is refused: PRIVATE_KEY_SENT.' })
  jwk!: unknown;

  @Field(() => Boolean, { defaultValue: false, description: 'Its tokens must be bound to a key by DPoP (RFC 9449).' })
  requiresDpop!: boolean;
}

const REFUSED = 'Why nothing was done.';

@ObjectType('RegisterOrganizationPayload', { description: 'The new organisation, or why there is none.' })
export class RegisterOrganizationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organisation, ACTIVE.' })
  organization?: OrganizationType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('SuspendOrganizationPayload', { description: 'The suspended organisation, or why it was not suspended.' })
export class SuspendOrganizationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organisation, now SUSPENDED.' })
  organization?: OrganizationType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('ResumeOrganizationPayload', { description: 'The resumed organisation, or why it was not resumed.' })
export class ResumeOrganizationPayload {
  @Field(() => OrganizationType, { nullable: true, description: 'The organisation, ACTIVE again.' })
  organization?: OrganizationType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('RegisterClientPayload', { description: 'The new client, or why there is none.' })
export class RegisterClientPayload {
  @Field(() => ClientType, { nullable: true, description: 'The client; its id is the `client_id`.' })
  client?: ClientType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('RotateClientKeyPayload', { description: 'The client with its new key, or why it has none.' })
export class RotateClientKeyPayload {
  @Field(() => ClientType, { nullable: true, description: 'The client with all its keys.' })
  client?: ClientType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('SuspendClientPayload', { description: 'The suspended client, or why it was not suspended.' })
export class SuspendClientPayload {
  @Field(() => ClientType, { nullable: true, description: 'The client, now SUSPENDED.' })
  client?: ClientType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}

@ObjectType('ResumeClientPayload', { description: 'The resumed client, or why it was not resumed.' })
export class ResumeClientPayload {
  @Field(() => ClientType, {
    nullable: true,
    description: 'The client, now ACTIVE, unless its organisation is suspended.',
  })
  client?: ClientType | null;

  @Field(() => RefusalType, { nullable: true, description: REFUSED })
  refusal?: RefusalType;
}
