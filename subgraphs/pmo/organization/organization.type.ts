import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { DateTime } from '../../kit/scalars.ts';
import { OrganizationKind } from './organization.kind.ts';
import { OrganizationStatus } from './organization.status.ts';

registerEnumType(OrganizationKind, {
  name: 'OrganizationKind',
  description: 'What an organisation does in the programme. It decides which scopes its clients can hold.',
  valuesConfig: {
    PLATFORM: { description: 'A digital platform that sells courses.' },
    INSTITUTION: { description: 'A training institution that gives courses.' },
    ASSESSOR: { description: 'A university or institute that assesses courses independently.' },
    PAYMENT_PARTNER: { description: 'A wallet or bank that pays recipients.' },
    JOB_PORTAL: { description: 'A portal where alumni find work.' },
    BANK: { description: 'A bank that lends to alumni.' },
    PMO_UNIT: { description: 'A unit of the programme office.' },
  },
});

registerEnumType(OrganizationStatus, {
  name: 'OrganizationStatus',
  description: 'Whether an organisation, or a client, may use the graph.',
  valuesConfig: {
    ACTIVE: { description: 'May ask for tokens.' },
    SUSPENDED: { description: 'Gets no token, and those that it has are refused within a minute.' },
  },
});

@Directive('@authenticated')
@ObjectType('ClientKey', { description: 'A public key with which a client proves who it is (`private_key_jwt`).' })
export class ClientKeyType {
  @Field(() => ID, { description: 'Name it in the header `kid` of your assertions.' })
  kid!: string;

  @Field(() => DateTime, { description: 'From when on assertions with it are accepted.' })
  validFrom!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when; null for the newest key, which has no end yet.' })
  validUntil!: Date | null;
}

@Directive('@authenticated')
@ObjectType('Client', {
  description:
    'Software of an organisation that asks for tokens by client credentials, with a key of its own. It has no secret that we could lose.',
})
export class ClientType {
  @Field(() => ID, { description: 'The `client_id` at the token endpoint, and `sub` and `azp` of its tokens.' })
  id!: string;

  @Field(() => String, { description: 'For people.' })
  name!: string;

  @Field(() => [String], { description: 'The scopes that its tokens can hold.' })
  scopes!: string[];

  @Field(() => OrganizationStatus, { description: 'SUSPENDED also when its organisation is.' })
  status!: OrganizationStatus;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when it is suspended by itself; null while it is not, whatever its organisation is.',
  })
  suspendedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it is suspended by itself; null while it is not.' })
  suspensionReason!: string | null;

  @Field(() => Boolean, { description: 'Its tokens are bound to a key by DPoP (RFC 9449); others it does not get.' })
  requiresDpop!: boolean;

  @Field(() => DateTime, { description: 'When it was registered.' })
  createdAt!: Date;

  organizationId!: string;
}

@Directive('@authenticated')
@Directive('@key(fields: "id")')
@ObjectType('Organization', {
  description:
    'A partner of the programme, or a unit of its office. Shown to its own clients and officers, and to the scope `organization:manage`.',
})
export class OrganizationType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7); `org` of its tokens.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => OrganizationKind, { description: 'What it does in the programme.' })
  kind!: OrganizationKind;

  @Field(() => OrganizationStatus, { description: 'Whether it may use the graph.' })
  status!: OrganizationStatus;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is suspended; null while it is not.' })
  suspendedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it is suspended; null while it is not.' })
  suspensionReason!: string | null;

  @Field(() => DateTime, { description: 'When it joined.' })
  createdAt!: Date;
}

export const OrganizationConnection = connectionType(OrganizationType, 'Organization');
