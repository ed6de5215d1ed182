import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Permission } from '../../../schema/registry/grant.ts';
import type { PersonalDataClass } from '../../../schema/registry/terms.ts';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { grantPermissions } from '../grant/grant.type.ts';
import { GrantTermsInput } from '../grant/grant-terms.type.ts';
import { OfferStatus } from './offer.status.ts';

registerEnumType(OfferStatus, {
  name: 'GrantOfferStatus',
  description: 'How far an offer came.',
  valuesConfig: {
    PROPOSED: { description: "Waits for another person of the owner's." },
    OPEN: { description: 'Those whom it is for may accept it.' },
    WITHDRAWN: { description: 'Nobody accepts it any more; what was accepted stays until it is revoked.' },
  },
});

@InputType('OfferTermsInput', { description: 'What an owner lets others do, and on what terms.' })
export class OfferTermsInput {
  @Field(() => ID, { nullable: true, description: 'The name under which you own it; your organisation unless said.' })
  owner?: string | null;

  @Field(() => String, { description: 'A type, `@directive`, or `scope`, `tag`, `event` or `link`, which is yours.' })
  element!: string;

  @Field(grantPermissions, { description: 'What is allowed: 1 to 12 permissions, each once.' })
  permissions!: Permission[];

  @Field(() => [String], { nullable: true, description: 'Names that it covers, at most 200; all unless said.' })
  fields?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Kinds of organisations that it is for, such as JOB_PORTAL, at most 20.',
  })
  kinds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Organisations that it is for, at most 200. It is for everybody where neither kinds nor these are said.',
  })
  organizations?: string[] | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day of what comes of it; for ever unless said.',
  })
  until?: string | null;

  @Field(() => String, { description: 'What it is for, for those who accept it to read: 3 to 500 characters.' })
  reason!: string;

  @Field(() => GrantTermsInput, {
    nullable: true,
    description: 'On what terms, where personal data would be sent, answered or taken.',
  })
  terms?: GrantTermsInput | null;
}

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve', 'grant:decide'))
@ObjectType('GrantOffer', { description: 'What an owner lets others do on terms that stand before anybody asks.' })
export class OfferType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: 'The organisation that owns it.' })
  owner!: string;

  @Field(() => String, { description: 'What it is about.' })
  element!: string;

  @Directive(listOf(5))
  @Field(grantPermissions, { description: 'What is allowed.' })
  permissions!: Permission[];

  @Directive(listOf(20))
  @Field(() => [String], { nullable: true, description: 'Names that it covers; null for all.' })
  fields!: string[] | null;

  @Directive(listOf(5))
  @Field(() => [String], {
    nullable: true,
    description: 'Kinds of organisations that it is for; null where none is named.',
  })
  kinds!: string[] | null;

  @Directive(listOf(20))
  @Field(() => [ID], {
    nullable: true,
    description: 'Organisations that it is for; null where none is named. With neither it is for everybody.',
  })
  organizations!: string[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day of what comes of it; null for ever.' })
  untilDay!: string | null;

  @Field(() => String, { description: 'What it is for.' })
  reason!: string;

  @Field(() => OfferStatus, { description: 'How far it came.' })
  status!: OfferStatus;

  @Field(() => String, { description: 'Who made it: subject of the token.' })
  offeredBy!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  offeredAt!: Date;

  @Field(() => String, { nullable: true, description: "Who else of the owner's approved it; null while nobody has." })
  approvedBy!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was withdrawn; null unless it was.' })
  withdrawnAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn; null unless it was.' })
  withdrawalReason!: string | null;

  dataClass!: PersonalDataClass | null;
  dataPurpose!: string | null;
  isConsentNeeded!: boolean | null;
}

export const OfferConnection = connectionType(OfferType, 'GrantOffer');
