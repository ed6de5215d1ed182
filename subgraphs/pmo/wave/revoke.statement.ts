import { column, statement } from '../../kit/statement.ts';
import { listRevoked } from '../barred/index.ts';
import { moveParticipants } from '../participant/index.ts';
import { revokeAwards } from '../registration/index.ts';

// Who holds an award of wave $1 and has bought nothing: a recipient who has bought is ACTIVE or ALUMNI.
const waiting = `from award_claim join participant on participant.id = participant_id
    where wave_number = $1 and revoked_at is null and participant.status = 'RECIPIENT'`;

export const REVOKE_TOTAL = statement(
  'revoke-total',
  { total: column.int4 },
  `select count(*)::int as total ${waiting}`,
);

/** Revokes the next awards of wave $1, behind person $2, at moment $3, $4 people at most. Returns their ids. */
export const REVOKE = statement(
  'revoke-next',
  { id: column.uuid },
  `with
  -- The next people. Their rows are locked, so that nobody's state changes between here and the update.
  due as materialized (
    select participant.id ${waiting} and participant_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
    order by participant_id limit $4 for update of participant
  ),
  revoked as (
    ${moveParticipants({ from: 'RECIPIENT', to: 'REVOKED', using: 'due', where: 'participant.id = due.id' })}
  ),
  -- The award stays and is marked: one a lifetime.
  marked as (
    ${revokeAwards('$3', 'due', 'participant_id = due.id')}
  ),
  -- Their NIKs join the list REVOKED.
  barred as (
    ${listRevoked({ people: 'due', wave: '$1::int' })}
  ),
  -- Their places come free, by one update for the whole chunk.
  freed as (
    update wave set freed = freed + (select count(*) from due) where number = $1 and exists (select from due)
  )
  select id from due order by id`,
);
