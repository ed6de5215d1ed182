import type { Invariant } from '../../kit/invariant.ts';

/** What holds of waves that are shared out among periods. */
export const invariants: readonly Invariant[] = [
  {
    name: 'the tranches of a wave have its places, and begin in their order',
    sql: `select wave_number, sum(places) as places, quota from wave_tranche join wave on number = wave_number
        group by wave_number, quota having sum(places) <> quota or count(*) < 2
      union all
      select wave_number, tranche_no, null from (
        select wave_number, tranche_no, starts_on, lag(starts_on) over in_order as before,
          row_number() over in_order as place
        from wave_tranche window in_order as (partition by wave_number order by tranche_no)
      ) as planned where place <> tranche_no or starts_on <= before`,
  },
  {
    name: 'an award has a tranche where its wave was drawn by tranches, and only there, and no tranche has more awards than places',
    sql: `select award.wave_number, award.participant_id::text as who, award.tranche_no from award_claim award
        where (tranche_no is null) = exists (
          select from draw_region_tranche_result drawn where drawn.wave_number = award.wave_number
        )
      union all
      select wave_number, 'tranche', tranche_no from wave_tranche join (
        select wave_number, tranche_no, count(*) as awards from award_claim where tranche_no is not null group by 1, 2
      ) as awarded using (wave_number, tranche_no) where awards > places`,
  },
];
