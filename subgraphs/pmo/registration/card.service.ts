import { execute, type Transaction } from '../../kit/database.ts';

const MOVE = `select move_place(participant_id, moved_to) from (
    select participant_id, moved_to from kk_claim where wave_number = $1 and moved_to is not null order by participant_id
  ) as moved`;

/**
 * Takes the place of everyone of a wave who moved to another family card to that card, where one has come free since.
 * Who is left counts there as the third one.
 */
export const movePlaces = (tx: Transaction, wave: number) => execute(tx, MOVE, [wave]);
