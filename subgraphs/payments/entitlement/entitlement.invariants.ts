import type { Invariant } from '../../kit/invariant.ts';

const unsent = `payout.status in ('DUE', 'CHECKED', 'BATCHED', 'APPROVED', 'REJECTED')`;

/** What holds of incentives; a recheck that waits is a few seconds old. */
export const invariants: readonly Invariant[] = [
  {
    name: 'nothing that is not sent is due to who lost the award, unless a recheck waits',
    sql: `select payout.id from disbursement payout
      join revocation using (participant_id) join incentive_condition known using (participant_id)
      where ${unsent} and known.recheck_at is null`,
  },
  {
    name: 'nothing that is not sent is due by a certificate that was revoked',
    sql: `select payout.id from disbursement payout join incentive_condition known using (participant_id)
      where ${unsent} and exists (select from certificate_fact fact where fact.participant_id = known.participant_id
          and fact.enrollment_id = known.first_enrollment_id and fact.revoked_at is not null)
        and not exists (select from certificate_fact fact where fact.participant_id = known.participant_id
          and fact.enrollment_id = known.first_enrollment_id and fact.issued_at is not null and fact.revoked_at is null)`,
  },
  {
    name: 'no incentive is due before the certificate, the rating and the wallet',
    sql: `select payout.id from disbursement payout join incentive_condition known using (participant_id)
      where entitlement = 'INCENTIVE' and payout.status <> 'WITHDRAWN' and known.first_enrollment_id is not null
        and (known.rated_at is null or known.wallet_verified_at is null
          or due_at < greatest(known.rated_at, known.wallet_verified_at))`,
  },
];
