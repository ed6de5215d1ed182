import { defineEntity, p } from '@mikro-orm/core';
import type { ConsentPurpose } from './consent.purpose.ts';
import type { ConsentStatus } from './consent.status.ts';

/** A permission of a person for one job portal, or for all; a row for each grant. */
export const ConsentEntity = defineEntity({
  name: 'Consent',
  tableName: 'consent',
  properties: {
    id: p.uuid().primary(),
    participantId: p.uuid(),
    /** Null for all portals. */
    portalId: p.uuid().strictNullable(),
    purpose: p.text().$type<ConsentPurpose>(),
    /** Regency or city of the person when it was granted: what the portals are told. */
    regionCode: p.text(),
    status: p.text().$type<ConsentStatus>(),
    grantedAt: p.datetime(),
    until: p.datetime(),
    endedAt: p.datetime().strictNullable(),
  },
});
