import { defineEntity, p } from '@mikro-orm/core';

/** An organisation as the programme office told of it: people read names, not ids. */
export const KnownOrganizationEntity = defineEntity({
  name: 'KnownOrganization',
  tableName: 'known_organization',
  properties: { id: p.uuid().primary(), name: p.text(), kind: p.text() },
});
