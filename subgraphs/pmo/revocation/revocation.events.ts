import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/**
 * Recipients of a wave who have bought nothing until its `deadline` (or their own, later one), at most 1,000 an event:
 * `payments` returns the balances that were never used, and answers for each person. Repeated until it has.
 */
export const revocationProposed = defineEvent({
  type: 'pmo.revocation.proposed',
  version: 1,
  data: z.object({
    proposal: z.uuid(),
    wave: z.int().positive(),
    at: z.iso.datetime(),
    deadline: z.iso.date(),
    participants: chunk(z.uuid()),
  }),
});

export const outcomes = ['RETURNED', 'USED', 'HELD'] as const;

/** What payments says of a balance: returned for good, used, or held for a purchase and answered when the hold ends. */
export type RevocationOutcome = (typeof outcomes)[number];

/** What `pmo` reads of the answers to a proposal. */
export const revocationDecided = defineEvent({
  type: 'payments.revocation.decided',
  version: 1,
  data: z.object({
    proposal: z.uuid(),
    wave: z.int32().positive(),
    at: z.iso.datetime({ offset: true }),
    decisions: chunk(z.object({ participant: z.uuid(), outcome: z.enum(outcomes) })),
  }),
});
