import type { Invariant } from '../../kit/invariant.ts';

/** Disputes, and what they leave. */
export const disputeInvariants: readonly Invariant[] = [
  {
    name: 'a dispute was decided by two officers who said the same, one after the other',
    sql: `select id, status from identity_dispute where status in ('GRANTED', 'REJECTED') and (
        select count(distinct officer) from (
          select officer, outcome from identity_dispute_opinion
          where dispute_id = identity_dispute.id order by number desc limit 2
        ) as last where outcome = identity_dispute.status
      ) < 2`,
  },
  {
    name: 'a NIK that was given in a dispute has the dispute',
    sql: `select participant_id from nik_claim where basis = 'DISPUTE' and not exists (
        select from identity_dispute
        where identity_dispute.participant_id = nik_claim.participant_id and status = 'GRANTED'
      )`,
  },
  {
    name: 'whoever lost a NIK in a dispute lost it to a dispute that was granted',
    sql: `select participant_id from unconfirmed_identity where reason = 'DISPUTE' and not exists (
        select from identity_dispute
        where identity_dispute.holder_id = unconfirmed_identity.participant_id and status = 'GRANTED'
      )`,
  },
];
