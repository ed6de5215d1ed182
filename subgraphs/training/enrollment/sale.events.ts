import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const person = { enrollment: z.uuid(), participant: z.uuid() };
const at = z.iso.datetime();

/** A person holds a seat until `expiresAt`; the purchase token names the same. Amounts in rupiah. */
export const seatReserved = defineEvent({
  type: 'training.seat.reserved',
  version: 1,
  data: z.object({
    ...person,
    course: z.uuid(),
    courseVersion: z.int().positive(),
    schedule: z.uuid().nullable(),
    platform: z.uuid(),
    institution: z.uuid(),
    price: z.int().positive(),
    expiresAt: at,
    at,
  }),
});

/** A seat is free again, for ever: `payments` refuses its token, or voids and refunds what it had authorised. */
export const seatReleased = defineEvent({
  type: 'training.seat.released',
  version: 1,
  data: z.object({
    ...person,
    reason: z.enum(['CANCELLED', 'EXPIRED', 'REVOKED', 'VOIDED', 'CLASS_CANCELLED']),
    at,
  }),
});

/** A voucher was used: the purchase can no longer be voided. Also the answer to a void that comes too late. */
export const voucherRedeemed = defineEvent({
  type: 'training.voucher.redeemed',
  version: 1,
  data: z.object({ ...person, at }),
});

/** A class was cancelled by its provider, with everybody who had a seat, at most 1,000 an event. */
export const classCancelled = defineEvent({
  type: 'training.class.cancelled',
  version: 1,
  data: z.object({
    schedule: z.uuid(),
    course: z.uuid(),
    at,
    enrollments: chunk(z.object({ ...person, wasPaid: z.boolean() })),
  }),
});

// Another owner may write its times with an offset.
const theirs = z.iso.datetime({ offset: true });

/** What training reads of a purchase that `payments` has authorised. Amounts in rupiah. */
export const purchaseAuthorized = defineEvent({
  type: 'payments.purchase.authorized',
  version: 1,
  data: z.object({ ...person, amount: z.int().positive(), at: theirs }),
});

/** What training reads of a purchase that was undone: the money is back in the balance. */
export const purchaseVoided = defineEvent({
  type: 'payments.purchase.voided',
  version: 1,
  data: z.object({ ...person, at: theirs }),
});

/** What training reads of a wish to undo a purchase, which it decides. */
export const voidRequested = defineEvent({
  type: 'payments.void.requested',
  version: 1,
  data: z.object({ ...person, at: theirs }),
});
