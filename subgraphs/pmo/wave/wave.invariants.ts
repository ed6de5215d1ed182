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
    sql: `select wave_number, participant_id from award_claim
      full join (
        select wave_number, participant_id from registration join wave on number = wave_number
        where registration.status = 'SELECTED' and wave.status in ('ANNOUNCED', 'SETTLED')
      ) selected using (wave_number, participant_id)
      where award_claim.participant_id is null or selected.participant_id is null`,
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
];
