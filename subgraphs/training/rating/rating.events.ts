import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/**
 * A person rated a course that they finished, once; a rating that is changed later is not told again. `isFirst` marks the
 * first course that they completed, `isInTime` that it was finished by the day that was announced for the incentive.
 */
export const courseRated = defineEvent({
  type: 'training.course.rated',
  version: 1,
  data: z.object({
    enrollment: z.uuid(),
    participant: z.uuid(),
    course: z.uuid(),
    stars: z.int().min(1).max(5),
    isFirst: z.boolean(),
    isInTime: z.boolean(),
    at: z.iso.datetime(),
  }),
});
