import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const at = z.iso.datetime({ offset: true });

/** What `pmo` reads of purchases that are paid from the training balance. */
export const purchaseAuthorized = defineEvent({
  type: 'payments.purchase.authorized',
  version: 1,
  data: z.object({ enrollment: z.uuid(), participant: z.uuid(), at }),
});

export const releaseReasons = ['CANCELLED', 'EXPIRED', 'REVOKED', 'VOIDED', 'CLASS_CANCELLED'] as const;

/** What `pmo` reads of seats that were given back, paid or not. */
export const seatReleased = defineEvent({
  type: 'training.seat.released',
  version: 1,
  data: z.object({ enrollment: z.uuid(), participant: z.uuid(), reason: z.enum(releaseReasons), at }),
});

/** What `pmo` reads of the certificates that `training` issues. */
export const certificateIssued = defineEvent({
  type: 'training.certificate.issued',
  version: 1,
  data: z.object({
    certificates: chunk(z.object({ certificate: z.uuid(), participant: z.uuid(), issuedAt: at })),
  }),
});

/** What `pmo` reads of the certificates that are revoked, for ever. */
export const certificateRevoked = defineEvent({
  type: 'training.certificate.revoked',
  version: 1,
  data: z.object({ certificate: z.uuid(), participant: z.uuid(), at }),
});

/** What `pmo` reads of the classes that their provider cancelled. */
export const classCancelled = defineEvent({
  type: 'training.class.cancelled',
  version: 1,
  data: z.object({ at, enrollments: chunk(z.object({ participant: z.uuid() })) }),
});

/** A recipient may make the first purchase until the end of day `until` in Asia/Jakarta. The latest day holds. */
export const deadlineExtended = defineEvent({
  type: 'pmo.deadline.extended',
  version: 1,
  data: z.object({ participant: z.uuid(), wave: z.int().positive(), until: z.iso.date(), at }),
});
