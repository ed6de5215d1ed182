import type { Invariant } from '../../kit/invariant.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'all people of a wave have one last day',
    sql: `select wave_number from training_balance group by 1 having min(expires_on) <> max(expires_on)`,
  },
  {
    name: 'nobody whose award was revoked has anything to spend',
    sql: `select participant_id from training_balance join revocation using (participant_id, wave_number)
      where granted - spent - held - returned > 0`,
  },
  {
    name: 'nothing was held after the last day',
    sql: `select participant_id, entry.posted_on from journal_entry entry join posting on entry_id = entry.id
        join training_balance using (participant_id)
      where kind = 'HOLD' and account_code = 'TRAINING_HELD' and entry.posted_on > expires_on`,
  },
];
