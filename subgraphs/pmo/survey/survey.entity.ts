import { defineEntity, p } from '@mikro-orm/core';

/** A survey that a recipient filled in: each survey once, and each instalment once. */
export const SurveySubmissionEntity = defineEntity({
  name: 'SurveySubmission',
  tableName: 'survey_submission',
  properties: {
    id: p.uuid().primary(),
    participantId: p.uuid(),
    surveyCode: p.text(),
    waveNumber: p.integer(),
    policyVersion: p.text(),
    /** Which survey instalment of the award it claims, from 1. */
    instalment: p.integer(),
    /** The answers under the person's key; null once the person was erased. */
    sealed: p.blob().$type<Buffer>().strictNullable(),
    submittedAt: p.datetime(),
  },
});
