import { execute, type Transaction } from '../../kit/database.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';

const outcomeColumns = { participantId: column.uuid, entryId: column.uuid, isWinner: column.bool };

/** A participant of a wave whose outcome is to be announced. */
export type Outcome = RowOf<typeof outcomeColumns>;

// After a person: the announcement walks through the wave once, and each chunk reads just its own rows. Waves of the
// sample data were not drawn here: their registrations say who won.
const OUTCOMES = statement(
  'draw-outcomes',
  outcomeColumns,
  `select participant_id as "participantId", entry_id as "entryId", status = 'SELECTED' or exists (
      select from draw_winner where draw_winner.entry_id = page.entry_id and wave_number = $1
    ) as "isWinner"
    from (
      select participant_id, entry_id, status from registration
      where wave_number = $1 and status in ('ELIGIBLE', 'SELECTED') and participant_id > $2
      order by participant_id limit $3
    ) page order by participant_id`,
);

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Returns the eligible people of a drawn wave by id, at most `limit`, winners or not: what one chunk of the announcement
 * decides. A person who was announced is not eligible any more, so that a page may also be asked for from the start.
 * @param after the last person of the page before; null for the first page
 */
export const outcomesAfter = async (
  tx: Transaction,
  wave: number,
  { after, limit }: { after: string | null; limit: number },
): Promise<Outcome[]> => (await execute(tx, OUTCOMES, [wave, after ?? BEFORE_ALL, limit])).rows;
