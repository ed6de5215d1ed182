import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What payments reads of a survey that a recipient filled in. */
export const surveySubmitted = defineEvent({
  type: 'pmo.survey.submitted',
  version: 1,
  data: z.object({
    participant: z.uuid(),
    wave: z.int32().positive(),
    instalment: z.int32().positive(),
    at: z.iso.datetime(),
  }),
});
