import { defineEntity, p } from '@mikro-orm/core';

/** What pmo said last of whoever was ever barred. */
export const ParticipantFreezeEntity = defineEntity({
  name: 'ParticipantFreeze',
  tableName: 'participant_freeze',
  properties: {
    participantId: p.uuid().primary(),
    isFrozen: p.boolean(),
    list: p.text(),
    saidAt: p.datetime(),
    version: p.integer(),
  },
});
