import type { Invariant } from '../../kit/invariant.ts';

/** What holds of commitments of people, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'whoever lost the award is on the list of commitments that are released',
    sql: `select participant_id from revocation full join revoked_commitment own using (participant_id)
      where own.wave_number is distinct from revocation.wave_number`,
  },
  {
    name: 'what was released of somebody who lost the award is what did not become due to them',
    sql: `select own.participant_id from revoked_commitment own
      where own.amount is not null and own.amount + coalesce((select sum(payout.amount) from disbursement payout
          where payout.participant_id = own.participant_id and payout.wave_number = own.wave_number), 0)
        <> (select sum(amount * instalments) from wave_entitlement announced where announced.wave_number = own.wave_number)`,
  },
];
