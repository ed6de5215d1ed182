import { defineEntity, p } from '@mikro-orm/core';

/** A person about whom the programme office was asked and has not answered yet. */
export const EligibilityQuestionEntity = defineEntity({
  name: 'EligibilityQuestion',
  tableName: 'eligibility_question',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    request: p.uuid(),
    askedAt: p.datetime(),
  },
});

/** What the programme office decided last about a person, and how long that holds. */
export const EligibilityDecisionEntity = defineEntity({
  name: 'EligibilityDecision',
  tableName: 'eligibility_decision',
  properties: {
    participantId: p.uuid().primary(),
    waveNumber: p.integer(),
    request: p.uuid(),
    isEligible: p.boolean(),
    /** Codes of the conditions that are not met; empty for the eligible. */
    reasons: p.array().columnType('text[]').$type<string[]>(),
    decidedAt: p.datetime(),
    validUntil: p.datetime(),
  },
});
