import type { Invariant } from '../../kit/invariant.ts';

/**
 * An entry names its person: what an auditor opens for a winner, for all of them. An entry stays as it was when a key of
 * the indexes has followed: it is the commitment to the index by the keys of its time, which an auditor makes of the NIK.
 */
export const entryInvariants: readonly Invariant[] = [
  {
    name: "an entry that has a salt is the commitment to its holder's NIK",
    sql: `select wave_number, participant_id from registration left join nik_claim using (participant_id)
        left join unconfirmed_identity as open using (participant_id)
      where entry_salt is not null
        and joined_at >= coalesce((
          select max(coalesce(finished_at, 'infinity')) from blind_index_generation
        ), '-infinity') and (
        registration.status in ('JOINED', 'ELIGIBLE', 'SELECTED') and nik_claim.nik_index is not null or not exists (
          select from participant_revision as revised
          where revised.participant_id = registration.participant_id and 'nik' = any(revised.fields)
        )
      )
        and substring(sha256(entry_salt || coalesce(nik_claim.nik_index, open.nik_index)) for 16)
          is distinct from uuid_send(entry_id)`,
  },
];
