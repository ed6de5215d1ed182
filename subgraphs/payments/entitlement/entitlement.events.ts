import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const at = z.iso.datetime({ offset: true });

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

/** What payments reads of a completed course: which one was the first. */
export const courseCompleted = defineEvent({
  type: 'training.course.completed',
  version: 1,
  data: z.object({ enrollment: z.uuid(), participant: z.uuid(), isFirst: z.boolean(), at }),
});

/** What payments reads of a rated course: which one was the first, and whether it was finished in time. */
export const courseRated = defineEvent({
  type: 'training.course.rated',
  version: 1,
  data: z.object({ enrollment: z.uuid(), participant: z.uuid(), isFirst: z.boolean(), isInTime: z.boolean(), at }),
});

/** What payments reads of certificates. */
export const certificateIssued = defineEvent({
  type: 'training.certificate.issued',
  version: 1,
  data: z.object({
    certificates: chunk(z.object({ certificate: z.uuid(), enrollment: z.uuid(), participant: z.uuid(), issuedAt: at })),
  }),
});

/** What payments reads of a certificate that no longer counts. */
export const certificateRevoked = defineEvent({
  type: 'training.certificate.revoked',
  version: 1,
  data: z.object({ certificate: z.uuid(), enrollment: z.uuid(), participant: z.uuid(), at }),
});
