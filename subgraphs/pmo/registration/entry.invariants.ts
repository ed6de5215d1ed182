import type { Invariant } from '../../kit/invariant.ts';

/** An entry names its person: what an auditor opens for a winner, for all of them. */
export const entryInvariants: readonly Invariant[] = [
  {
    name: "an entry that has a salt is the commitment to its holder's NIK",
    sql: `select wave_number, participant_id from registration left join nik_claim using (participant_id)
      where entry_salt is not null
        and substring(sha256(entry_salt || nik_index) for 16) is distinct from uuid_send(entry_id)`,
  },
];
