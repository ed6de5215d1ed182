import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What payments reads of the recipients who lost their award. */
export const recipientsRevoked = defineEvent({
  type: 'pmo.recipients.revoked',
  version: 1,
  data: z.object({
    wave: z.int32().positive(),
    at: z.iso.datetime(),
    participants: chunk(z.uuid()),
  }),
});

/** What payments reads of a proposal to revoke awards of which nothing was used in time. */
export const revocationProposed = defineEvent({
  type: 'pmo.revocation.proposed',
  version: 1,
  data: z.object({
    proposal: z.uuid(),
    wave: z.int32().positive(),
    participants: chunk(z.uuid()),
  }),
});

/** Returned to the treasury for good; used in time; or held for a purchase, and answered again when the hold ends. */
export const outcomes = ['RETURNED', 'USED', 'HELD'] as const;

export type Outcome = (typeof outcomes)[number];

/** The answer to `pmo.revocation.proposed` for each of its people, 1,000 at most; the same for a repeated proposal. */
export const revocationDecided = defineEvent({
  type: 'payments.revocation.decided',
  version: 1,
  data: z.object({
    proposal: z.uuid(),
    wave: z.int().positive(),
    at: z.iso.datetime(),
    decisions: chunk(z.object({ participant: z.uuid(), outcome: z.enum(outcomes) })),
  }),
});
