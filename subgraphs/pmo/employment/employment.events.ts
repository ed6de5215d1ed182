import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What `pmo` reads of hires that portals report and people confirm. */
export const placementReported = defineEvent({
  type: 'jobs.placement.reported',
  version: 1,
  data: z.object({
    placement: z.uuid(),
    participant: z.uuid(),
    status: z.enum(['REPORTED', 'CONFIRMED', 'DISPUTED']),
    startsOn: z.iso.date(),
    at: z.iso.datetime({ offset: true }),
  }),
});
