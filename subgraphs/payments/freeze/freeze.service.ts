import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import { queriesOver } from '../../kit/query.ts';
import { ParticipantFreezeEntity } from './freeze.entity.ts';
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

const query = queriesOver(ParticipantFreezeEntity);

const LOCK = query<{ participant: string }>()('freeze-lock', (db, { participant }) =>
  db.selectFrom('participant_freeze').select('isFrozen').where('participantId', '=', participant).forShare(),
);

/**
 * Locks what was said of a person: a freeze or its lifting goes first, or waits until it can be seen what was done.
 * @returns whether what is due to them is frozen
 */
export const lockFreeze = async (em: EntityManager, participant: string): Promise<boolean> =>
  (await run(em, LOCK, { participant }))[0]?.isFrozen ?? false;
