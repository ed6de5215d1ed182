import type { Invariant } from '../../kit/invariant.ts';

/** What holds of registrations and their corrections. */
export const invariants: readonly Invariant[] = [
  {
    name: 'a registration’s version tells its corrections, without a gap',
    sql: `select id, participant.version, corrections, newest from participant left join (
        select participant_id, count(*) as corrections, max(version) as newest from participant_revision group by 1
      ) revised on participant_id = id
      where participant.version <> coalesce(corrections, 0) + 1 or newest is distinct from nullif(participant.version - 1, 0)`,
  },
  {
    name: 'whoever is in a wave or awarded, and is confirmed, holds the place of their own family card',
    sql: `select participant_id from kk_claim join participant_identity using (participant_id)
      where kk_claim.kk_index is distinct from participant_identity.kk_index and not exists (
        select from unconfirmed_identity where unconfirmed_identity.participant_id = kk_claim.participant_id
      )`,
  },
];
