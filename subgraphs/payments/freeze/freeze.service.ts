import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { participantsBarred } from './freeze.events.ts';
import { SAY } from './freeze.statement.ts';

type BarredData = EventData<typeof participantsBarred>;

const say =
  (isFrozen: boolean) =>
  async (em: EntityManager, { list, version, at, participants }: BarredData) => {
    await execute(em, SAY, [participants, isFrozen, list, new Date(at), version]);
  };

/** Freezes what is due to people who were barred, in the transaction of the inbox; the ledger stays as it is. */
export const freeze = say(true);

/** Lifts it again; the event that was said last counts, whatever comes first. */
export const lift = say(false);
