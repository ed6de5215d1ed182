import { z } from 'zod';
import { chunk, defineEvent } from '../../kit/events/event.ts';

const data = z.object({
  /** The list that concerns them, or what is stated about them: occupation, education, age. */
  list: z.enum(['SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS', 'STATED_FACTS']),
  /** Id of the list's version, or of the change of what is stated. */
  version: z.int().positive(),
  wave: z.int().positive(),
  policyVersion: z.string(),
  at: z.iso.datetime(),
  participants: chunk(z.uuid()),
});

/** Holders of an award who may not receive any more, at most 1,000 an event: `payments` freezes what is due. */
export const participantsBarred = defineEvent({ type: 'pmo.participants.barred', version: 1, data });

/** Barred people who may receive again, at most 1,000 an event. */
export const participantsReinstated = defineEvent({ type: 'pmo.participants.reinstated', version: 1, data });
