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

// A winner is in the first tranche whose threshold the rank does not pass.
const TRANCHES = statement(
  'draw-tranches-of-winners',
  { entryId: column.uuid, tranche: column.int2 },
  `select entry_id as "entryId", min(tranche_no) as tranche from unnest($2::uuid[]) as entry_id
    join draw_winner using (entry_id) join draw_region_tranche_result as drawn
      on drawn.wave_number = $1 and drawn.region_no = draw_winner.region_no and rank <= drawn.threshold
    where draw_winner.wave_number = $1 group by entry_id`,
);

/** Returns the tranches of these entries that won in a wave that was drawn by tranches; nothing in another one. */
export const tranchesOfWinners = async (
  tx: Transaction,
  wave: number,
  entries: readonly string[],
): Promise<Map<string, number>> => {
  const { rows } = await execute(tx, TRANCHES, [wave, entries]);
  return new Map(rows.map(({ entryId, tranche }) => [entryId, tranche]));
};
