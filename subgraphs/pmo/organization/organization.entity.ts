import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { PublicKey } from '../../kit/public-key.ts';
import type { OrganizationKind } from './organization.kind.ts';
import type { OrganizationStatus } from './organization.status.ts';

/** What organisations and clients have in common: both can be suspended. */
const suspension = {
  status: p.text().$type<OrganizationStatus>().default('ACTIVE'),
  suspendedAt: p.datetime().strictNullable(),
  suspensionReason: p.text().strictNullable(),
  /** Counts the changes, so that their events can arrive in any order. */
  version: p.integer().default(1),
};

/** A partner of the programme, or a unit of its office. */
export const OrganizationEntity = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    kind: p.text().$type<OrganizationKind>(),
    ...suspension,
    createdAt: p.datetime(),
    /** Whether the other subgraphs were told of it. */
    isTold: p.boolean().default(false),
  },
});

/** What an organisation's own people may do by themselves; without a row nothing. */
export const AllowanceEntity = defineEntity({
  name: 'OrganizationAllowance',
  tableName: 'organization_allowance',
  properties: {
    organizationId: p.uuid().primary(),
    scopes: p.array<string>(),
    mostClients: p.integer(),
    mostDevelopers: p.integer(),
    setBy: p.text(),
    setAt: p.datetime(),
  },
});

/** Software of an organisation that gets tokens. */
export const ClientEntity = defineEntity({
  name: 'Client',
  tableName: 'client',
  properties: {
    id: p.text().primary(),
    organizationId: p.uuid(),
    name: p.text(),
    scopes: p.array<string>(),
    ...suspension,
    requiresDpop: p.boolean().default(false),
    createdAt: p.datetime(),
  },
});

export type Client = InferEntity<typeof ClientEntity>;

/** A public key of a client; registered once, for ever and for one client. */
export const ClientKeyEntity = defineEntity({
  name: 'ClientKey',
  tableName: 'client_key',
  primaryKeys: ['clientId', 'kid'],
  properties: {
    clientId: p.text().primary(),
    kid: p.text().primary(),
    jwk: p.json().$type<PublicKey>().columnType('jsonb'),
    thumbprint: p.text(),
    validFrom: p.datetime(),
    validUntil: p.datetime().strictNullable(),
  },
});

export type ClientKey = InferEntity<typeof ClientKeyEntity>;
