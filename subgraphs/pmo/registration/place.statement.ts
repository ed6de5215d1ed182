import { column, statement } from '../../kit/statement.ts';
import { moveParticipants } from '../participant/index.ts';
import { releasePlaces } from './registration.statement.ts';
import { moveRegistrations } from './registration.status.ts';

const takePlace = (slot: 1 | 2, from: string) => `insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select kk_index, ${slot}, participant_id, wave_number from ${from} order by kk_index, participant_id
    on conflict do nothing returning participant_id`;

/**
 * Moves the places of people whose identity was confirmed from a card of their own to their family card; answers whose they
 * were. Those for whom both places there are taken have none now.
 */
export const TAKE_CONFIRMED = statement(
  'place-take-confirmed',
  { participantId: column.uuid, wave: column.int4, isPlaced: column.bool },
  `with
  -- The places on cards of their own are given up.
  left_places as (
    delete from kk_claim using participant_identity card
    where kk_claim.participant_id = any($1::uuid[]) and kk_claim.kk_index = uuid_send(kk_claim.participant_id)
      and card.participant_id = kk_claim.participant_id and card.kk_index is not null
    returning kk_claim.participant_id, wave_number, card.kk_index
  ),
  first_places as (
    ${takePlace(1, 'left_places')}
  ),
  second_places as (
    ${takePlace(2, 'left_places where participant_id not in (select participant_id from first_places)')}
  )
  select participant_id as "participantId", wave_number as wave, participant_id in (
      select participant_id from first_places union all select participant_id from second_places
    ) as "isPlaced"
  from left_places order by 1`,
);

/**
 * Makes entries of confirmed people $1 in wave $2 those of the NIK that they hold: it may have been corrected since they
 * joined, and an entry names its person. The database refuses it once the entries are frozen.
 */
export const REENTER = `update registration
  set entry_id = encode(substring(sha256(entry_salt || nik_index) for 16), 'hex')::uuid
  from nik_claim where registration.wave_number = $2::int and registration.participant_id = any($1::uuid[])
    and nik_claim.participant_id = registration.participant_id and entry_salt is not null
    and substring(sha256(entry_salt || nik_index) for 16) <> uuid_send(entry_id)`;

/** Moves the place of the person $1 to a card of their own: the family's is free for its people. */
export const LEAVE_CARD = `update kk_claim set kk_index = uuid_send(participant_id), slot = 1 where participant_id = $1`;

/** Turns people's registrations in wave $2 down: no place on a card, free for another wave. */
export const TURN_OUT = `with
  page as (
    select unnest($1::uuid[]) as id
  ),
  moved as (
    ${moveRegistrations({
      to: 'INELIGIBLE',
      using: 'page',
      where: 'registration.wave_number = $2::int and registration.participant_id = page.id',
    })}
  ),
  released as (
    ${releasePlaces('page', 'kk_claim.participant_id = page.id and kk_claim.wave_number = $2::int')}
  )
  ${moveParticipants({ from: 'APPLICANT', to: 'VERIFIED', using: 'page', where: 'participant.id = page.id' })}`;
