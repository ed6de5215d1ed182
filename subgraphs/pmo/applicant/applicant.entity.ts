import { defineEntity, p } from '@mikro-orm/core';

/** A portal to which a person shows who they are, by an application. */
export const SharedContactEntity = defineEntity({
  name: 'SharedContact',
  tableName: 'shared_contact',
  properties: {
    applicationId: p.uuid().primary(),
    participantId: p.uuid(),
    portalId: p.uuid(),
    /** Null while only its end was told. */
    sharedAt: p.datetime().strictNullable(),
    endedAt: p.datetime().strictNullable(),
  },
});
