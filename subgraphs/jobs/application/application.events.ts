import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

const at = z.iso.datetime();
const application = { application: z.uuid(), participant: z.uuid(), portal: z.uuid(), at };

/** A person applies at a portal: from now on the portal may read who it is, and how to reach them. */
export const applicationSubmitted = defineEvent({
  type: 'jobs.application.submitted',
  version: 1,
  data: z.object(application),
});

/** The person withdrew, or the portal rejected them: it may not any more. */
export const applicationEnded = defineEvent({
  type: 'jobs.application.ended',
  version: 1,
  data: z.object({ ...application, status: z.enum(['WITHDRAWN', 'REJECTED']) }),
});
