import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';
import { PlacementStatus } from './placement.status.ts';

/**
 * A portal reports a hire, or the person answers: the placement as a whole each time, so that of two events the later
 * one holds.
 */
export const placementReported = defineEvent({
  type: 'jobs.placement.reported',
  version: 1,
  data: z.object({
    placement: z.uuid(),
    participant: z.uuid(),
    portal: z.uuid(),
    status: z.enum(PlacementStatus),
    startsOn: z.iso.date(),
    at: z.iso.datetime(),
  }),
});
