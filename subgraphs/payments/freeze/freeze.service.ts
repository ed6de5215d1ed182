import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { participantsBarred } from './freeze.events.ts';

const SAY = `insert into participant_freeze (participant_id, is_frozen, list, said_at, version)
  select participant_id, $2, $3, $4, $5 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict (participant_id) do update set is_frozen = excluded.is_frozen, list = excluded.list,
    said_at = excluded.said_at, version = excluded.version
  where (participant_freeze.said_at, participant_freeze.version) < (excluded.said_at, excluded.version)`;

type Barred = EventData<typeof participantsBarred>;

const say =
  (isFrozen: boolean) =>
  async (em: EntityManager, { list, version, at, participants }: Barred) => {
    await execute(em, SAY, [participants, isFrozen, list, new Date(at), version]);
  };

/** Freezes what is due to people who were barred, in the transaction of the inbox; the ledger stays as it is. */
export const freeze = say(true);

/** Lifts it again; the event that was said last counts, whatever comes first. */
export const lift = say(false);

/** SQL that says whether what is due to `participant` (an SQL expression) is frozen. */
export const isFrozenSql = (participant: string): string =>
  `exists (select from participant_freeze where participant_freeze.participant_id = ${participant} and is_frozen)`;
