import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const person = { enrollment: z.uuid(), participant: z.uuid() };
const at = z.iso.datetime();
// Another owner may write its times with an offset.
const theirs = z.iso.datetime({ offset: true });

/** A seat is paid from the training balance: the money is held until the voucher is used. Amounts in rupiah. */
export const purchaseAuthorized = defineEvent({
  type: 'payments.purchase.authorized',
  version: 1,
  data: z.object({ ...person, amount: z.int().positive(), at }),
});

/** A purchase was undone: the money is back in the balance, or returned to the treasury where nothing may be spent. */
export const purchaseVoided = defineEvent({
  type: 'payments.purchase.voided',
  version: 1,
  data: z.object({ ...person, at }),
});

/** Somebody wants a purchase undone: `training` decides, and answers by the release of the seat or its use. */
export const voidRequested = defineEvent({
  type: 'payments.void.requested',
  version: 1,
  data: z.object({ ...person, at }),
});

/** A person wants a code, sealed for `pmo`, which knows where to send it. The price in rupiah. */
export const codeRequested = defineEvent({
  type: 'payments.purchase-code.requested',
  version: 1,
  data: z.object({
    ...person,
    price: z.int().positive(),
    sealedCode: z.string(),
    language: z.enum(['en', 'id']),
    expiresAt: at,
  }),
});

/** What payments reads of a seat that is free again, for ever. */
export const seatReleased = defineEvent({
  type: 'training.seat.released',
  version: 1,
  data: z.object({ ...person, reason: z.string().min(1).max(64), at: theirs }),
});

/** What payments reads of a voucher that was used: the course is to be paid. */
export const voucherRedeemed = defineEvent({
  type: 'training.voucher.redeemed',
  version: 1,
  data: z.object({ ...person, at: theirs }),
});

/** What payments reads of a class that was cancelled, with everybody who had a seat in it. */
export const classCancelled = defineEvent({
  type: 'training.class.cancelled',
  version: 1,
  data: z.object({ at: theirs, enrollments: chunk(z.object(person)) }),
});
