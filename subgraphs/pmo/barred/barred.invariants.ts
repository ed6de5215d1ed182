import type { Invariant } from '../../kit/invariant.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'every imported entry of a list is of a source of that list',
    sql: `select list, source_id, count(*) as entries from barred_entry where source_id <> 0 and not exists (
        select from barred_source where id = source_id and barred_source.list = barred_entry.list
      ) group by 1, 2`,
  },
  {
    name: 'nobody is barred whose last judgement before a payment found nothing against it',
    sql: `select participant.id, last.decided_at from participant join lateral (
        select reasons, decided_at from policy_decision where policy_decision.participant_id = participant.id
          and purpose = 'PAYMENT' order by decided_at desc limit 1
      ) as last on true where status = 'BARRED' and last.reasons = '{}'`,
  },
  {
    name: 'an entry was brought, and taken off, by versions of its own source that took effect, and taken off by a FULL one',
    sql: `select list, source_id, added_in, removed_in from barred_entry
      where source_id <> 0 and not exists (
        select from barred_list_version as version where version.id = added_in and version.list = barred_entry.list
          and version.source_id = barred_entry.source_id and status in ('RECHECKING', 'DONE')
      ) or source_id <> 0 and removed_in is not null and not exists (
        select from barred_list_version as version where version.id = removed_in and version.list = barred_entry.list
          and version.source_id = barred_entry.source_id and status in ('RECHECKING', 'DONE') and mode = 'FULL'
      )`,
  },
  {
    name: 'a second officer approved each version in force that is empty, older than one before it, or takes people off',
    sql: `select id, list, source_id, list_date, removed from barred_list_version as version
      where status in ('RECHECKING', 'DONE') and approved_by is null and (
        mode = 'FULL' and lines = 0
        or exists (
          select from barred_list_version as earlier where earlier.list = version.list
            and earlier.source_id = version.source_id and earlier.id < version.id
            and earlier.status in ('RECHECKING', 'DONE') and earlier.list_date > version.list_date
        )
        or 'REMOVES_PEOPLE' = any(proposed_for)
      )`,
  },
  {
    name: 'whoever holds an award and is on a list that took effect was judged since it did',
    sql: `select entry.list, version.id, award_claim.participant_id from barred_entry as entry
      join barred_list_version as version on version.id = added_in and status = 'DONE'
      join nik_claim using (nik_index) join award_claim using (participant_id)
      join participant on participant.id = award_claim.participant_id
      where entry.source_id <> 0 and removed_in is null and revoked_at is null
        and participant.status in ('RECIPIENT', 'ACTIVE', 'ALUMNI') and not exists (
          select from policy_decision where policy_decision.participant_id = award_claim.participant_id
            and decided_at >= version.requested_at
        )`,
  },
];
