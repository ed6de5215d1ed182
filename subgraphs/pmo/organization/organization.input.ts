import { Field, ID, InputType } from 'type-graphql';
import { Jwk } from './jwk.scalar.ts';
import { OrganizationKind } from './organization.kind.ts';

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
