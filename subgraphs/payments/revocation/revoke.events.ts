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
