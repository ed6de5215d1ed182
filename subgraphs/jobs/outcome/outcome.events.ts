import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** What `jobs` reads of the courses that people complete. */
export const courseCompleted = defineEvent({
  type: 'training.course.completed',
  version: 1,
  data: z.object({
    enrollment: z.uuid(),
    participant: z.uuid(),
    course: z.uuid(),
    at: z.iso.datetime({ offset: true }),
  }),
});
