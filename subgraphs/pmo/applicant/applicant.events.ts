import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

const data = z.object({
  application: z.uuid(),
  participant: z.uuid(),
  portal: z.uuid(),
  at: z.iso.datetime({ offset: true }),
});

/** What `pmo` reads of people who apply at a portal. */
export const applicationSubmitted = defineEvent({ type: 'jobs.application.submitted', version: 1, data });

/** What `pmo` reads of applications that were withdrawn or rejected. */
export const applicationEnded = defineEvent({ type: 'jobs.application.ended', version: 1, data });
