import type { Invariant } from '../../kit/invariant.ts';

/** Invariants 3 and 4 of the design, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'selected ≤ quota in every wave',
    sql: `select wave_number, quota, selected from (
        select wave_number, count(*) as selected from registration where status = 'SELECTED' group by 1
      ) drawn join wave on number = wave_number where selected > quota`,
  },
  {
    name: 'awards equal the selected of announced waves',
    sql: `select award.wave_number, award.participant_id from award_claim award
        left join registration on registration.wave_number = award.wave_number
          and registration.participant_id = award.participant_id and registration.status = 'SELECTED'
        where registration.participant_id is null
      union all
      select registration.wave_number, registration.participant_id from registration
        join wave on number = wave_number
        where registration.status = 'SELECTED' and wave.status in ('ANNOUNCED', 'SETTLED') and not exists (
          select from award_claim
          where award_claim.participant_id = registration.participant_id and award_claim.wave_number = number
        )`,
  },
  {
    name: 'an award is marked revoked only for someone who is revoked',
    sql: `select award_claim.participant_id, participant.status from award_claim
      join participant on participant.id = award_claim.participant_id
      where revoked_at is not null and participant.status not in ('REVOKED', 'BARRED')`,
  },
  {
    name: 'places re-offered are those of the recorded decisions, and no more than came free',
    sql: `select number, reoffered, freed, decided.places from wave
      left join (select from_wave, sum(places) as places from quota_reoffer group by 1) decided on from_wave = number
      where reoffered <> coalesce(decided.places, 0) or reoffered > freed`,
  },
  {
    name: 'winners and losers of an announced wave are all told',
    sql: `select wave_number, participant_id from registration join wave on number = wave_number
      where wave.status in ('ANNOUNCED', 'SETTLED') and registration.status in ('JOINED', 'ELIGIBLE')`,
  },
  {
    name: 'nobody waits in a cancelled wave, unless people are being let go, and nobody was drawn in it',
    sql: `select wave_number, participant_id from registration join wave on number = wave_number
      where wave.status = 'CANCELLED' and registration.status in ('JOINED', 'ELIGIBLE', 'SELECTED') and not exists (
        select from wave_step where wave_step.wave_number = number and step = 'CANCEL' and wave_step.status = 'RUNNING')`,
  },
  {
    name: 'recipients, active participants and alumni have an award',
    sql: `select id from participant where status in ('RECIPIENT', 'ACTIVE', 'ALUMNI')
      and not exists (select from award_claim where participant_id = participant.id)`,
  },
  {
    name: 'every NIK belongs to a participant',
    sql: `select participant_id from nik_claim
      where not exists (select from participant where id = nik_claim.participant_id)`,
  },
  {
    name: 'what is stored of a settled wave by region is what its registrations say',
    sql: `with counted as materialized (
        select number from wave where status = 'SETTLED' and exists (select from wave_funnel where wave_number = number)
          and not exists (select from wave_step where wave_number = number
            and finished_at >= (select min(counted_at) from wave_funnel where wave_funnel.wave_number = number))
      ), stored as (
        select wave_number, region_code, applied, selected from wave_funnel
        where wave_number in (select number from counted)
      ), live as (
        select wave_number, region_code, count(*)::int as applied,
          (count(*) filter (where status = 'SELECTED'))::int as selected
        from registration where wave_number in (select number from counted) group by 1, 2
      )
      select wave_number, region_code, stored.applied, stored.selected, live.applied as found, live.selected as won
      from stored full join live using (wave_number, region_code)
      where (stored.applied, stored.selected) is distinct from (live.applied, live.selected)`,
  },
];
