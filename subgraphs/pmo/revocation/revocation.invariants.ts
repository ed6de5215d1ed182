import type { Invariant } from '../../kit/invariant.ts';
import { isWaiting } from './revocation.statement.ts';

/** What holds of revocations at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'nobody is a RECIPIENT in a settled wave, unless payments is being asked',
    sql: `select participant.id, wave_number from award_claim
      join participant on participant.id = participant_id join wave on number = wave_number
      where wave.status = 'SETTLED' and revoked_at is null and ${isWaiting} and not exists (
        select from revocation_case known where known.participant_id = participant.id
          and (known.outcome is null or known.outcome = 'HELD'))
      and exists (select from wave_step where wave_step.wave_number = number and step = 'REVOKE')`,
  },
  {
    name: 'whose balance went back to the treasury has no award any more, and the other way round',
    sql: `select known.participant_id, participant.status from revocation_case known
      join participant on participant.id = known.participant_id
      join award_claim on award_claim.participant_id = known.participant_id
      where (known.outcome is not distinct from 'RETURNED') <> (participant.status = 'REVOKED' and revoked_at is not null)`,
  },
];
