import { execute, type Transaction } from '../../kit/database.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';

const outcomeColumns = {
  participantId: column.uuid,
  entryId: column.uuid,
  isWinner: column.bool,
  /** The tranche in which a winner begins; null for others, and in a wave of one period. */
  tranche: column.int2.orNull,
};

/** A participant of a wave whose outcome is to be announced. */
export type Outcome = RowOf<typeof outcomeColumns>;

// After a person: the announcement walks through the wave once, and each chunk reads just its own rows. Whoever is
// eligible was so at the freeze, and wins by the rank alone: in the first tranche whose threshold it does not pass.
// Waves of the sample data were not drawn here: their registrations say who won.
const OUTCOMES = statement(
  'draw-outcomes',
  outcomeColumns,
  `select participant_id as "participantId", entry_id as "entryId",
      status = 'SELECTED' or coalesce(rank <= result.threshold, false) as "isWinner",
      (select min(tranche_no) from draw_region_tranche_result as tranche
        where tranche.wave_number = $1 and tranche.region_no = result.region_no and rank <= tranche.threshold) as tranche
    from (
      select participant_id, entry_id, region_code, status from registration
      where wave_number = $1 and status in ('ELIGIBLE', 'SELECTED') and participant_id > $2
      order by participant_id limit $3
    ) page
    left join draw_result as drawn on drawn.wave_number = $1
    left join draw_region as region
      on region.wave_number = $1 and region.attempt = drawn.attempt and region.region_code = page.region_code
    left join draw_region_result as result on result.wave_number = $1 and result.region_no = region.region_no
    left join lateral (select sha256(outer_key || sha256(inner_key || uuid_send(entry_id))) as rank) as ranked on true
    order by participant_id`,
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
