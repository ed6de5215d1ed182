import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** People of one wave who are to be paid, 1,000 at most: may they still receive? Asked again until each is answered. */
export const eligibilityRequested = defineEvent({
  type: 'payments.eligibility.requested',
  version: 1,
  data: z.object({
    request: z.uuid(),
    wave: z.int().positive(),
    at: z.iso.datetime(),
    participants: chunk(z.uuid()),
  }),
});

/** What payments reads of the answers. */
export const eligibilityDecided = defineEvent({
  type: 'pmo.eligibility.decided',
  version: 1,
  data: z.object({
    request: z.uuid(),
    decisions: chunk(
      z.object({
        participant: z.uuid(),
        wave: z.int32().positive(),
        isEligible: z.boolean(),
        reasons: z.array(z.string().max(100)).max(50),
        decidedAt: z.iso.datetime({ offset: true }),
        validUntil: z.iso.datetime({ offset: true }),
      }),
    ),
  }),
});
