import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { applicationSubmitted } from './applicant.events.ts';
import { END, LOCK_PERSON, SHARE } from './applicant.statement.ts';

type Told = EventData<typeof applicationSubmitted>;

const keep =
  (statement: typeof SHARE) =>
  async (em: EntityManager, { application, participant, portal, at }: Told): Promise<void> => {
    // An erasure goes first: what is kept after it would stay.
    await execute(em, LOCK_PERSON, [participant]);
    await execute(em, statement, [application, participant, portal, new Date(at)]);
  };

/** Lets a portal read who applied to it. */
export const share = keep(SHARE);

/** Ends that for ever, whether or not the application has been told of. */
export const end = keep(END);
