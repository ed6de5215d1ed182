import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/** A person completed a course, once; `isFirst` marks the first course that they completed. */
export const courseCompleted = defineEvent({
  type: 'training.course.completed',
  version: 1,
  data: z.object({
    enrollment: z.uuid(),
    participant: z.uuid(),
    course: z.uuid(),
    isFirst: z.boolean(),
    score: z.int().min(0).max(100),
    at: z.iso.datetime(),
  }),
});
