import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** What training reads of the people whom `pmo` has erased. */
export const participantsErased = defineEvent({
  type: 'pmo.participants.erased',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});
