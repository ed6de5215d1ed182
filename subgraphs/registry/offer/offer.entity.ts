import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Permission } from '../../../schema/registry/grant.ts';
import type { PersonalDataClass } from '../../../schema/registry/terms.ts';
import type { OfferStatus } from './offer.status.ts';

/** What an owner lets others do on terms that stand before anybody asks. */
export const OfferEntity = defineEntity({
  name: 'GrantOffer',
  tableName: 'grant_offer',
  properties: {
    id: p.uuid().primary(),
    owner: p.text(),
    element: p.text(),
    permissions: p.array<Permission>(),
    fields: p.array<string>().strictNullable(),
    /** Kinds of organisations, and organisations by name, that may accept it; everybody where both are null. */
    kinds: p.array<string>().strictNullable(),
    organizations: p.array<string>().strictNullable(),
    untilDay: p.date().strictNullable(),
    reason: p.text(),
    dataClass: p.text().$type<PersonalDataClass>().strictNullable(),
    dataPurpose: p.text().strictNullable(),
    isConsentNeeded: p.boolean().strictNullable(),
    status: p.text().$type<OfferStatus>().default('PROPOSED'),
    offeredBy: p.text(),
    offeredAt: p.datetime(),
    approvedBy: p.text().strictNullable(),
    approvedAt: p.datetime().strictNullable(),
    withdrawnBy: p.text().strictNullable(),
    withdrawnAt: p.datetime().strictNullable(),
    withdrawalReason: p.text().strictNullable(),
  },
});

export type OfferRow = InferEntity<typeof OfferEntity>;

/** What the graph shows of an offer. */
export const shownColumns = [
  'id',
  'owner',
  'element',
  'permissions',
  'fields',
  'kinds',
  'organizations',
  'untilDay',
  'reason',
  'dataClass',
  'dataPurpose',
  'isConsentNeeded',
  'status',
  'offeredBy',
  'offeredAt',
  'approvedBy',
  'withdrawnAt',
  'withdrawalReason',
] as const;
