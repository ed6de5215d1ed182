import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Permission } from '../../../schema/registry/grant.ts';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { FindingType } from '../revision/revision.type.ts';
import { GrantStatus } from './grant.status.ts';
import { type GrantDataClass, GrantTermsInput } from './grant-terms.type.ts';

enum GrantPermission {
  ADD_FIELDS = 'ADD_FIELDS',
  SHARE_FIELDS = 'SHARE_FIELDS',
  OVERRIDE_FIELDS = 'OVERRIDE_FIELDS',
  REQUIRE_FIELDS = 'REQUIRE_FIELDS',
  TAKE_FIELDS = 'TAKE_FIELDS',
  PROVIDE_FIELDS = 'PROVIDE_FIELDS',
  ADD_KEYS = 'ADD_KEYS',
  ADD_VALUES = 'ADD_VALUES',
  ADD_MEMBERS = 'ADD_MEMBERS',
  IMPLEMENT = 'IMPLEMENT',
  RESTATE = 'RESTATE',
  USE = 'USE',
}

registerEnumType(GrantPermission, {
  name: 'GrantPermission',
  description: 'What an owner lets another organisation do with what it owns.',
  valuesConfig: {
    ADD_FIELDS: { description: 'New fields on an entity, or root fields outside its own prefix.' },
    SHARE_FIELDS: { description: 'The same fields that the owner answers.' },
    OVERRIDE_FIELDS: { description: 'Taking over fields by `@override`.' },
    REQUIRE_FIELDS: { description: 'Being sent fields by `@requires`.' },
    TAKE_FIELDS: { description: 'Taking personal data by arguments and input fields; always on terms.' },
    PROVIDE_FIELDS: { description: 'Answering fields on a path of its own by `@provides`.' },
    ADD_KEYS: { description: 'Further keys of an entity.' },
    ADD_VALUES: { description: 'Further values of an enum.' },
    ADD_MEMBERS: { description: 'Further members of a union.' },
    IMPLEMENT: { description: "Own types that implement the owner's interface." },
    RESTATE: { description: 'The same definition again, letter by letter.' },
    USE: { description: 'A scope, a tag, an event, a link or a directive in its own part of the graph.' },
  },
});

/** The type of a list of permissions, for the fields that take or show one. */
export const grantPermissions = () => [GrantPermission];

registerEnumType(GrantStatus, {
  name: 'GrantStatus',
  description: 'How far a grant came.',
  valuesConfig: {
    REQUESTED: { description: 'Waits for the owner.' },
    ACCEPTED: { description: "Accepted by one person of the owner's; another one has to grant it." },
    GRANTED: { description: 'Holds between its dates.' },
    REFUSED: { description: 'Refused by the owner.' },
    WITHDRAWN: { description: 'Taken back by who asked.' },
    REVOKED: { description: 'Ends on its deadline, or has ended.' },
  },
});

const guard = requiresScopes('subgraph:publish', 'subgraph:approve', 'grant:decide');

@InputType('RequestGrantInput', { description: 'What an owner is asked to allow.' })
export class RequestGrantInput {
  @Field(() => ID, { description: 'The organisation that owns it, as the finding names it.' })
  owner!: string;

  @Field(() => ID, { nullable: true, description: 'The name under which you publish; your organisation unless said.' })
  grantee?: string | null;

  @Field(() => String, { description: 'A type, `@directive`, or `scope`, `tag`, `event` or `link`.' })
  element!: string;

  @Field(grantPermissions, { description: 'What shall be allowed: 1 to 12 permissions, each once.' })
  permissions!: Permission[];

  @Field(() => [String], { nullable: true, description: 'Names that it covers, at most 200; all unless said.' })
  fields?: string[] | null;

  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; for ever unless said.' })
  until?: string | null;

  @Field(() => String, { description: 'What for, for the owner to read: 3 to 500 characters.' })
  reason!: string;

  @Field(() => GrantTermsInput, {
    nullable: true,
    description: 'On what terms, where personal data would be sent to you, or answered or taken by you.',
  })
  terms?: GrantTermsInput | null;
}

@Directive(guard)
@ObjectType('Grant', { description: 'What an owner lets another organisation do, from the request to its end.' })
export class GrantType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: 'The organisation that owns it.' })
  owner!: string;

  @Field(() => ID, { description: 'The organisation that it is for; `*` for all of them.' })
  grantee!: string;

  @Field(() => String, { description: 'What it is about.' })
  element!: string;

  @Directive(listOf(5))
  @Field(grantPermissions, { description: 'What is allowed.' })
  permissions!: Permission[];

  @Directive(listOf(20))
  @Field(() => [String], { nullable: true, description: 'Names that it covers; null for all.' })
  fields!: string[] | null;

  @Field(() => DateScalar, { description: 'The first day.' })
  fromDay!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null for ever.' })
  untilDay!: string | null;

  @Field(() => String, { description: 'What it was asked for.' })
  reason!: string;

  @Field(() => GrantStatus, { description: 'How far it came.' })
  status!: GrantStatus;

  @Field(() => String, { description: 'Who asked: subject of the token.' })
  requestedBy!: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => String, { nullable: true, description: "Who of the owner's accepted it; null while nobody has." })
  acceptedBy!: string | null;

  @Field(() => String, { nullable: true, description: "Who of the owner's granted it; null while nobody has." })
  grantedBy!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it holds no more; null unless revoked.' })
  endsOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was revoked; null unless it was.' })
  endReason!: string | null;

  @Field(() => ID, { nullable: true, description: 'The offer that was accepted; null where it was asked for.' })
  offerId!: string | null;

  dataClass!: `${GrantDataClass}` | null;
  dataPurpose!: string | null;
  isConsentNeeded!: boolean | null;
}

@Directive(guard)
@ObjectType('GrantBreak', { description: 'A live subgraph that would be refused without a grant.' })
export class GrantBreakType {
  @Field(() => String, { description: 'Name of the subgraph.' })
  subgraph!: string;

  @Field(() => ID, { description: 'The organisation that publishes it.' })
  organization!: string;

  @Directive(listOf(20))
  @Field(() => [FindingType], { description: 'What would be found.' })
  findings!: FindingType[];
}

export const GrantConnection = connectionType(GrantType, 'Grant');
