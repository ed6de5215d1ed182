import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What training reads of the winners of a wave: who may buy, and until when for the first time. */
export const recipientsAnnounced = defineEvent({
  type: 'pmo.recipients.announced',
  version: 1,
  data: z.object({
    wave: z.int32().positive(),
    purchaseDeadline: z.iso.date().nullable(),
    /** First day on which they may buy, where it is not that of the announcement. */
    startsOn: z.iso.date().optional(),
    participants: chunk(z.uuid()),
  }),
});

/** What training reads of the recipients who lost their award. */
export const recipientsRevoked = defineEvent({
  type: 'pmo.recipients.revoked',
  version: 1,
  data: z.object({ at: z.iso.datetime({ offset: true }), participants: chunk(z.uuid()) }),
});

const barred = z.object({
  version: z.int32().positive(),
  at: z.iso.datetime({ offset: true }),
  participants: chunk(z.uuid()),
});

/** What training reads of holders of an award who may not buy any more. */
export const participantsBarred = defineEvent({ type: 'pmo.participants.barred', version: 1, data: barred });

/** What training reads of barred people who may buy again. */
export const participantsReinstated = defineEvent({ type: 'pmo.participants.reinstated', version: 1, data: barred });

/** What training reads of one person's later last day for the first purchase. */
export const deadlineExtended = defineEvent({
  type: 'pmo.deadline.extended',
  version: 1,
  data: z.object({ participant: z.uuid(), until: z.iso.date(), at: z.iso.datetime({ offset: true }) }),
});
