import { defineEntity, p } from '@mikro-orm/core';

/** What payments was told last about a person who was to be paid. */
export const EligibilityAnswerEntity = defineEntity({
  name: 'EligibilityAnswer',
  tableName: 'eligibility_answer',
  properties: {
    participantId: p.uuid().primary(),
    request: p.uuid(),
    waveNumber: p.integer(),
    /** Codes of what is not met; empty for the eligible. */
    reasons: p.array().columnType('text[]').$type<string[]>(),
    decidedAt: p.datetime(),
    validUntil: p.datetime(),
  },
});
