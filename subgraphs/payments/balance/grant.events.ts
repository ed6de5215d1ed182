import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const instalments = z.object({ amount: z.int().nonnegative(), instalments: z.int32().nonnegative() });

/** What payments reads of the winners of a wave. Amounts in rupiah. */
export const recipientsAnnounced = defineEvent({
  type: 'pmo.recipients.announced',
  version: 1,
  data: z.object({
    wave: z.int32().positive(),
    trainingBalance: z.int().positive(),
    incentive: instalments,
    survey: instalments,
    /** When the wave was announced; that of the event where it does not say. */
    at: z.iso.datetime({ offset: true }).optional(),
    participants: chunk(z.uuid()),
  }),
});
