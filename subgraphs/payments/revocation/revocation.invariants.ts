import type { Invariant } from '../../kit/invariant.ts';

/** What holds of revoked awards at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'no available balance of a revoked award',
    sql: `select participant_id from training_balance join revocation using (participant_id, wave_number)
      where granted - spent - held - returned > 0`,
  },
  {
    name: 'whose balance was returned for good is revoked and has used nothing',
    sql: `select decision.participant_id from revocation_decision decision
      left join revocation using (participant_id) left join training_balance balance using (participant_id)
      where outcome = 'RETURNED' and (revocation.participant_id is null
        or balance.wave_number = decision.wave_number and (spent > 0 or held > 0))`,
  },
];
