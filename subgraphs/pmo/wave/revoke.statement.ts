import { column, statement } from '../../kit/statement.ts';
import { listRevoked } from '../barred/index.ts';
import { revokeParticipants } from '../participant/index.ts';
import { revokeAwards } from '../registration/index.ts';

/** Revokes the awards of people $1 of wave $2 at $3, whose balances were returned; their rows are locked. Returns who lost one. */
export const REVOKE = statement(
  'revoke-returned',
  { id: column.uuid },
  `with
  due as materialized (
    select participant_id as id from award_claim
    where participant_id = any($1::uuid[]) and wave_number = $2 and revoked_at is null order by participant_id
  ),
  revoked as (
    ${revokeParticipants('due', 'participant.id = due.id')}
  ),
  -- The award stays and is marked: one a lifetime.
  marked as (
    ${revokeAwards('$3', 'revoked', 'participant_id = revoked.id')}
  ),
  -- Their NIKs join the list REVOKED.
  barred as (
    ${listRevoked({ people: 'revoked', wave: '$2::int' })}
  ),
  -- Their places come free, by one update for the whole answer.
  freed as (
    update wave set freed = freed + (select count(*) from revoked) where number = $2 and exists (select from revoked)
  )
  select id from revoked order by id`,
);
