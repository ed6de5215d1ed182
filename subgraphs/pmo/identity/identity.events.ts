import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

/** These people asked to be forgotten: whoever keeps what names them, or what they are found by, removes it. */
export const participantsErased = defineEvent({
  type: 'pmo.participants.erased',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});
