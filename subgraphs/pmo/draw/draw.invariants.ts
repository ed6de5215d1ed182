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
    sql: `with winners as materialized (select wave_number, entry_id from draw_winner)
      select registration.wave_number, participant_id from registration join draw_result using (wave_number)
      where status = 'SELECTED' and not exists (
        select from winners
        where winners.entry_id = registration.entry_id and winners.wave_number = registration.wave_number
      )`,
  },
  {
    name: 'a drawn wave that has witnesses was signed by enough of them before the close, and is not void',
    sql: `select wave_number, attempt, threshold from draw_result join draw using (wave_number, attempt)
      join draw_roster using (wave_number)
      where threshold > (
        select count(*) from draw_cosignature signed
        where signed.wave_number = draw.wave_number and signed.attempt = draw.attempt and signed_at <= signing_closes_at
          and key = any(keys)
      ) or exists (
        select from draw_void where draw_void.wave_number = draw.wave_number and draw_void.attempt = draw.attempt
      )`,
  },
  {
    name: 'the seed of a draw follows from its checkpoint, and the checkpoint has its root, round and witnesses',
    sql: `select wave_number, attempt from draw left join draw_result using (wave_number, attempt)
      left join draw_roster using (wave_number)
      where checkpoint <> '' and (
        sealed <> sha256(convert_to(checkpoint, 'UTF8'))
        or split_part(checkpoint, E'\\n', 3) <> encode(draw.root, 'base64')
        or strpos(checkpoint, E'\\nbeacon ' || beacon_chain || ' ' || beacon_round || E'\\n') = 0
        or strpos(checkpoint, E'\\nthreshold ' || coalesce(threshold, 0) || E'\\n') = 0
      )`,
  },
  {
    name: 'at most two people of a family card are in a wave or awarded',
    sql: 'select kk_index, count(*) as people from kk_claim group by 1 having count(*) > 2',
  },
];
