import type { Invariant } from '../../kit/invariant.ts';

/** What holds of frozen and drawn waves. */
export const invariants: readonly Invariant[] = [
  {
    name: 'winners of a drawn wave fill the quota of each region, no more and no less',
    sql: `select wave_number, region_no, quota, winners from draw_region join draw_result using (wave_number, attempt)
      left join (
        select wave_number, region_no, count(*) as winners from draw_winner group by 1, 2
      ) counted using (wave_number, region_no)
      where coalesce(winners, 0) <> quota`,
  },
  {
    name: 'only winners are selected in a wave that was drawn here',
    sql: `select registration.wave_number, participant_id from registration
      join draw_result using (wave_number)
      where status = 'SELECTED' and not exists (
        select from draw_winner
        where draw_winner.entry_id = registration.entry_id and draw_winner.wave_number = registration.wave_number
      )`,
  },
  {
    name: 'at most two people of a family card are in a wave or awarded',
    sql: 'select kk_index, count(*) as people from kk_claim group by 1 having count(*) > 2',
  },
];
