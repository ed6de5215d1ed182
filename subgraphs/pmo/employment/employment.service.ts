import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { placementReported } from './employment.events.ts';
import { KEEP, LOCK_PERSON } from './employment.statement.ts';

/** Keeps a hire as it was last told. */
export const keepEmployment = async (em: EntityManager, data: EventData<typeof placementReported>): Promise<void> => {
  const { participant, placement, status, startsOn, at } = data;
  // An erasure goes first: what is kept after it would stay.
  await execute(em, LOCK_PERSON, [participant]);
  await execute(em, KEEP, [participant, placement, status, startsOn, new Date(at)]);
};
