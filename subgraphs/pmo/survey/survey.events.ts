import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/**
 * A recipient filled in a survey: `payments` owes the survey instalment of the award's wave, once. What was answered
 * stays with the programme office.
 */
export const surveySubmitted = defineEvent({
  type: 'pmo.survey.submitted',
  version: 1,
  data: z.object({
    participant: z.uuid(),
    wave: z.int().positive(),
    policyVersion: z.string(),
    survey: z.string(),
    instalment: z.int().positive(),
    at: z.iso.datetime(),
  }),
});
