import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const payout = z.object({ disbursement: z.uuid(), participant: z.uuid(), wave: z.int32(), amount: z.int() });

/** Payouts of which the partner confirmed that the money arrived. */
export const disbursementSettled = defineEvent({
  type: 'payments.disbursement.settled',
  version: 1,
  data: z.object({ partner: z.string(), at: z.iso.datetime(), disbursements: chunk(payout) }),
});

/** Payouts that the partner finally refused; they are due again after a correction. */
export const disbursementFailed = defineEvent({
  type: 'payments.disbursement.failed',
  version: 1,
  data: z.object({
    partner: z.string(),
    at: z.iso.datetime(),
    disbursements: chunk(payout.extend({ code: z.string() })),
  }),
});
