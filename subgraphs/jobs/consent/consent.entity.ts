import { defineEntity, p } from '@mikro-orm/core';

/** A consent as the programme office told it. */
export const ConsentEntity = defineEntity({
  name: 'Consent',
  tableName: 'consent',
  properties: {
    id: p.uuid().primary(),
    participantId: p.uuid(),
    /** Null for all portals. */
    portalId: p.uuid().strictNullable(),
    purpose: p.text(),
    /** Regency or city of the person when it was granted. */
    regionCode: p.text(),
    until: p.datetime(),
    /** One that is withdrawn stays, so that its grant may arrive later. */
    withdrawnAt: p.datetime().strictNullable(),
  },
});
