import { type RawBuilder, sql } from 'kysely';

/**
 * Decides in SQL whether what is due to a person is frozen.
 * @param participant the column with the person's id, as in `training_balance.participantId`
 */
export const isFrozen = (participant: string): RawBuilder<boolean> =>
  sql<boolean>`exists (select from participant_freeze
    where participant_freeze.participant_id = ${sql.ref(participant)} and is_frozen)`;
