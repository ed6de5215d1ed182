import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** Certificates that were issued, each with the skills that it proves. */
export const certificateIssued = defineEvent({
  type: 'training.certificate.issued',
  version: 1,
  data: z.object({
    certificates: chunk(
      z.object({
        certificate: z.uuid(),
        enrollment: z.uuid(),
        participant: z.uuid(),
        course: z.uuid(),
        /** Codes. */
        skills: z.array(z.string()).min(1).max(20),
        /** The level of each skill, in the same order. */
        levels: z.array(z.string()).min(1).max(20),
        issuedAt: z.iso.datetime({ offset: true }),
      }),
    ),
    at: z.iso.datetime({ offset: true }),
  }),
});

/** A certificate that no longer counts; final. */
export const certificateRevoked = defineEvent({
  type: 'training.certificate.revoked',
  version: 1,
  data: z.object({
    certificate: z.uuid(),
    enrollment: z.uuid(),
    participant: z.uuid(),
    reason: z.string(),
    at: z.iso.datetime({ offset: true }),
  }),
});
