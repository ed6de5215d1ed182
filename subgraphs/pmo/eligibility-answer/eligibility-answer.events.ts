import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What `pmo` reads of the people of one wave whom payments is about to pay. */
export const eligibilityRequested = defineEvent({
  type: 'payments.eligibility.requested',
  version: 1,
  data: z.object({
    request: z.uuid(),
    wave: z.int32().positive(),
    participants: chunk(z.uuid()),
  }),
});

/**
 * Whether people may still receive, by the lists and facts of `decidedAt`: an answer for each person of a request.
 * `reasons` are codes of the policy, or AWARD_UNKNOWN and AWARD_REVOKED; empty for the eligible. It holds until `validUntil`.
 */
export const eligibilityDecided = defineEvent({
  type: 'pmo.eligibility.decided',
  version: 1,
  data: z.object({
    request: z.uuid(),
    decisions: chunk(
      z.object({
        participant: z.uuid(),
        wave: z.int().positive(),
        isEligible: z.boolean(),
        reasons: z.array(z.string()),
        decidedAt: z.iso.datetime(),
        validUntil: z.iso.datetime(),
      }),
    ),
  }),
});
