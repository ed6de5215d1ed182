import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Permission } from '../../../schema/registry/grant.ts';
import type { PersonalDataClass } from '../../../schema/registry/terms.ts';
import type { GrantStatus } from './grant.status.ts';

/** What an owner lets another organisation do, from the request to its end. */
export const GrantEntity = defineEntity({
  name: 'OwnershipGrant',
  tableName: 'ownership_grant',
  properties: {
    id: p.uuid().primary(),
    owner: p.text(),
    /** An organisation, or `*` for all of them. */
    grantee: p.text(),
    element: p.text(),
    permissions: p.array<Permission>(),
    fields: p.array<string>().strictNullable(),
    fromDay: p.date(),
    untilDay: p.date().strictNullable(),
    reason: p.text(),
    status: p.text().$type<GrantStatus>().default('REQUESTED'),
    requestedBy: p.text(),
    requestedAt: p.datetime(),
    acceptedBy: p.text().strictNullable(),
    grantedBy: p.text().strictNullable(),
    decidedAt: p.datetime().strictNullable(),
    endedBy: p.text().strictNullable(),
    endReason: p.text().strictNullable(),
    /** The day on which it holds no more. */
    endsOn: p.date().strictNullable(),
    /** Terms on which personal data goes; null where none does. */
    dataClass: p.text().$type<PersonalDataClass>().strictNullable(),
    dataPurpose: p.text().strictNullable(),
    isConsentNeeded: p.boolean().strictNullable(),
    /** The offer that it came of; null where it was asked for. */
    offerId: p.uuid().strictNullable(),
  },
});

/** What the graph shows of a grant. */
export const shownColumns = [
  'id',
  'owner',
  'grantee',
  'element',
  'permissions',
  'fields',
  'fromDay',
  'untilDay',
  'reason',
  'status',
  'requestedBy',
  'requestedAt',
  'acceptedBy',
  'grantedBy',
  'endsOn',
  'endReason',
  'dataClass',
  'dataPurpose',
  'isConsentNeeded',
  'offerId',
] as const;

export type GrantRow = InferEntity<typeof GrantEntity>;
