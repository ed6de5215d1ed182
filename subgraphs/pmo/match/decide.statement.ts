import { column, statement } from '../../kit/statement.ts';
import { giveNik, releaseNik } from '../identity/index.ts';

/**
 * Makes the person $1, who is not confirmed and is locked, the holder of the NIK $3, at $2; answers them, or nobody when
 * they are not in that state, have stated another NIK since, or it is held. Corrections, the registry's answers and
 * erasures lock the person first: the lock holds their state, too.
 */
export const decideMatch = statement(
  'match-decide',
  { id: column.uuid },
  `with
  disputed as materialized (
    select participant_id, nik_index from unconfirmed_identity
    where participant_id = $1 and state = 'NOT_CONFIRMED' and nik_index = $3::bytea
  ),
  given as (
    ${giveNik('select nik_index, participant_id, $2::timestamptz from disputed')} returning participant_id
  ),
  closed as (
    delete from unconfirmed_identity using given where unconfirmed_identity.participant_id = given.participant_id
  )
  select participant_id as id from given`,
);

/** Takes the NIK from its holder $1 at $2, who is not confirmed from then on. */
export const giveUpNik = statement(
  'match-give-up',
  { id: column.uuid },
  `with
  held as (
    select participant_id as id, nik_index from nik_claim where participant_id = $1
  ),
  released as (
    ${releaseNik('held', 'true')}
  ),
  noted as (
    insert into unconfirmed_identity (participant_id, nik_index, state, reason, since)
    select id, nik_index, 'NOT_CONFIRMED', 'DISPUTE', $2::timestamptz from held
    where id in (select participant_id from released)
  )
  select participant_id as id from released`,
);
