import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const data = z.object({
  list: z.string(),
  version: z.int32().positive(),
  at: z.iso.datetime(),
  participants: chunk(z.uuid()),
});

/** What payments reads of people who may not receive any more. */
export const participantsBarred = defineEvent({ type: 'pmo.participants.barred', version: 1, data });

/** What payments reads of people who may receive again. */
export const participantsReinstated = defineEvent({ type: 'pmo.participants.reinstated', version: 1, data });
