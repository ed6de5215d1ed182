import type { Invariant } from '../../kit/invariant.ts';

const checkpointed = "checkpoint <> ''";

/** What holds of a list from its freeze on, and of the attempts of a wave. */
export const freezeInvariants: readonly Invariant[] = [
  {
    name: 'the round of a draw comes after the whole notice, and signing closes before it',
    sql: `select wave_number, attempt, frozen_at, beacon_at, notice_seconds, signing_closes_at from draw
      where ${checkpointed} and (beacon_at < frozen_at + notice_seconds * interval '1 second'
        or signing_closes_at is null or signing_closes_at >= beacon_at)`,
  },
  {
    name: 'the places of a frozen list are those of its regions, and its entries those of its regions and chunks',
    sql: `select draw.wave_number, draw.attempt, entry_count, quota, regions.entries, regions.places, chunks.stored from draw
      left join (
        select wave_number, attempt, sum(eligible) as entries, sum(quota) as places from draw_region group by 1, 2
      ) as regions using (wave_number, attempt)
      left join (
        select wave_number, attempt, sum(octet_length(entries)) / 16 as stored from draw_chunk group by 1, 2
      ) as chunks using (wave_number, attempt)
      where coalesce(regions.entries, 0) <> entry_count or coalesce(chunks.stored, 0) <> entry_count
        or coalesce(regions.places, 0) <> least(quota, entry_count)`,
  },
  {
    name: 'a wave that is frozen has the places and the policy of its checkpoint',
    sql: `select wave_number, attempt, draw.quota, wave.quota as of_wave, policy_version from draw
      join wave on wave.number = wave_number
      where ${checkpointed} and attempt = (
        select max(attempt) from draw as newest where newest.wave_number = draw.wave_number
      ) and not exists (
        select from draw_void where draw_void.wave_number = draw.wave_number and draw_void.attempt = draw.attempt
      ) and (draw.quota is distinct from wave.quota
        or strpos(checkpoint, E'\\npolicy ' || policy_version || E'\\n') = 0)`,
  },
  {
    name: 'every attempt before the last one of a wave is void, and none that is drawn',
    sql: `select wave_number, attempt from draw
      where (attempt < (select max(attempt) from draw as newest where newest.wave_number = draw.wave_number)
          or attempt < (select attempt from draw_result where draw_result.wave_number = draw.wave_number))
        and not exists (
          select from draw_void where draw_void.wave_number = draw.wave_number and draw_void.attempt = draw.attempt
        )`,
  },
  {
    name: 'another officer than the one who asked for the freeze approved the list before witnesses signed it',
    sql: `select signed.wave_number, signed.attempt from draw_cosignature as signed
      left join draw_approval as approval using (wave_number, attempt)
      left join wave_step as asked on asked.wave_number = signed.wave_number and asked.step = 'FREEZE'
      where approved_at is null or signed.received_at < approved_at
        or approved_by = requested_by and asked.started_at <= approved_at`,
  },
  {
    name: 'the threshold of a region is the rank of its last winner',
    sql: `select wave_number, region_no, threshold from draw_region_result left join (
        select wave_number, region_no, max(rank) as last from draw_winner group by 1, 2
      ) as winners using (wave_number, region_no)
      where threshold is distinct from last`,
  },
  {
    name: 'the places of a region by tranche add up to its own, and so do its winners up to each tranche',
    sql: `with winners as materialized (select * from draw_winner)
      select wave_number, attempt, region_no, sum(part.quota) as places, region.quota from draw_region_tranche as part
        join draw_region as region using (wave_number, attempt, region_no)
        group by 1, 2, 3, region.quota having sum(part.quota) <> region.quota
      union all
      select upto.wave_number, upto.attempt, upto.region_no, upto.places, count(winner.rank) from (
        select wave_number, attempt, region_no, threshold,
          sum(quota) over (partition by wave_number, attempt, region_no order by tranche_no) as places
        from draw_region_tranche join draw_region_tranche_result using (wave_number, attempt, region_no, tranche_no)
      ) as upto left join winners as winner
        on winner.wave_number = upto.wave_number and winner.region_no = upto.region_no and winner.rank <= upto.threshold
      group by 1, 2, 3, 4, upto.threshold having count(winner.rank) <> upto.places`,
  },
];
