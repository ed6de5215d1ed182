import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const entitlement = z.object({ amount: z.int().nonnegative(), instalments: z.int().nonnegative() });

/** Winners of a wave, at most 1,000 an event: each receives a training balance in `payments`. Amounts in rupiah. */
export const recipientsAnnounced = defineEvent({
  type: 'pmo.recipients.announced',
  version: 1,
  data: z.object({
    wave: z.int().positive(),
    policyVersion: z.string(),
    trainingBalance: z.int().positive(),
    incentive: entitlement,
    survey: entitlement,
    purchaseDeadline: z.iso.date().nullable(),
    /** First day of their tranche; absent where they begin when they are told. */
    startsOn: z.iso.date().optional(),
    /** When the wave was announced: one moment for all its winners. */
    at: z.iso.datetime(),
    participants: chunk(z.uuid()),
  }),
});

/**
 * Recipients of a wave who lost the award, at most 1,000 an event. `returned` is the whole entitlement of these people
 * in rupiah (training balance, incentive and survey); `payments` returns what it had granted of it.
 */
export const recipientsRevoked = defineEvent({
  type: 'pmo.recipients.revoked',
  version: 1,
  data: z.object({
    wave: z.int().positive(),
    policyVersion: z.string(),
    reason: z.enum(['NO_FIRST_PURCHASE']),
    trainingBalance: z.int().positive(),
    incentive: entitlement,
    survey: entitlement,
    returned: z.int().positive(),
    at: z.iso.datetime(),
    participants: chunk(z.uuid()),
  }),
});
