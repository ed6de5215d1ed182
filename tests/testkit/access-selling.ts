import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const SALE = `update enrollment set hold_until = now(), redeemed_at = paid_at, released_at = now(),
    release_reason = 'CLASS_CANCELLED' where id = $1`;

/** Gives the enrolment all that a sale and its end leave: none of its fields is null, and it takes no seat. */
export const sell = async (enrollment: string): Promise<void> => {
  await rowsOf('training', SALE, [enrollment]);
};

/** Arguments of what providers do to classes; each would be refused. */
export const classesGiven = (key: string): Arguments => ({
  'Mutation.publishSchedule': `${key}, input: { course: "${uuidv7()}", seats: 0, instructor: "Matriks", sessions: [] }`,
  'Mutation.rescheduleClass': `input: { id: "${uuidv7()}", sessions: [] }`,
});
