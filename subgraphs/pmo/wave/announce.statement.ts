import { column, statement } from '../../kit/statement.ts';
import { moveParticipants } from '../participant/index.ts';
import { claimAwards, moveRegistrations, releasePlaces } from '../registration/index.ts';

export const ANNOUNCE_TOTAL = statement(
  'announce-total',
  { total: column.int4 },
  `select count(*)::int as total from registration where wave_number = $1 and status in ('ELIGIBLE', 'SELECTED')`,
);

/**
 * Decides on one chunk of wave $1: its people $2, who of them has won $3, who may still receive $4, and in which tranche
 * they won $5. Returns the people who are awarded.
 */
export const DECIDE = statement(
  'announce-decide',
  { id: column.uuid, tranche: column.int2.orNull },
  `with
  -- The people of the chunk.
  page as (
    select * from unnest($2::uuid[], $3::boolean[], $4::boolean[], $5::smallint[])
      as page (participant_id, is_winner, is_eligible, tranche_no)
  ),
  -- The awards. Their key keeps the rule of one a lifetime: who has one already gets no other. In one order, so that
  -- two waves that award the same people wait for one another instead of locking crosswise.
  claimed as (
    ${claimAwards('select participant_id, $1::int, tranche_no from page where is_winner and is_eligible')}
  ),
  -- What each person of the chunk is told.
  decided as (
    select participant_id, is_winner, claimed.participant_id is not null as is_awarded
    from page left join claimed using (participant_id)
  ),
  moved as (
    ${moveRegistrations({
      from: 'ELIGIBLE',
      to: { SELECTED: 'is_awarded', INELIGIBLE: 'is_winner', NOT_SELECTED: 'true' },
      using: 'decided',
      where: 'registration.wave_number = $1 and registration.participant_id = decided.participant_id',
    })}
  ),
  -- The awarded become recipients; the others are free for another wave.
  people as (
    ${moveParticipants({
      from: 'APPLICANT',
      to: { RECIPIENT: 'is_awarded', VERIFIED: 'true' },
      using: 'decided',
      where: 'participant.id = decided.participant_id',
    })}
  ),
  -- Whoever is not awarded gives the place on the family card back.
  released as (
    ${releasePlaces(
      'decided',
      'kk_claim.participant_id = decided.participant_id and kk_claim.wave_number = $1 and not is_awarded',
    )}
  ),
  -- A winner who is turned down leaves a place that only a decision gives to others. One update for the whole chunk.
  freed as (
    update wave set freed = freed + places.count
    from (select count(*) from decided where is_winner and not is_awarded) places
    where number = $1 and places.count > 0
  )
  select participant_id as id, tranche_no as tranche from claimed join page using (participant_id) order by 1`,
);
