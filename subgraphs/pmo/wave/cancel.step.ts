import { execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { moveParticipants } from '../participant/index.ts';
import { moveRegistrations, releasePlaces } from '../registration/index.ts';
import type { ChunkedStep } from './wave-step.ts';

const WAITING = `wave_number = $1 and status in ('JOINED', 'ELIGIBLE')`;

const TOTAL = statement(
  'cancel-total',
  { total: column.int4 },
  `select count(*)::int as total from registration where ${WAITING}`,
);

/** Lets the next people of wave $1 go, at most $2: not selected, free for another wave, and without a place on the card. */
const LET_GO = statement(
  'cancel-let-go',
  { id: column.uuid },
  `with
  -- The next people, locked in order of the key.
  page as materialized (
    select id from participant where id in (
      select participant_id from registration where ${WAITING} order by participant_id limit $2
    ) order by id for update
  ),
  moved as (
    ${moveRegistrations({
      to: 'NOT_SELECTED',
      using: 'page',
      where: 'registration.wave_number = $1 and registration.participant_id = page.id',
    })}
  ),
  people as (
    ${moveParticipants({ from: 'APPLICANT', to: 'VERIFIED', using: 'page', where: 'participant.id = page.id' })}
  ),
  released as (
    ${releasePlaces('page', 'kk_claim.participant_id = page.id and kk_claim.wave_number = $1')}
  )
  select id from page order by id`,
);

/** People of one transaction. */
const AT_ONCE = 5_000;

/** Lets everyone go who waits in a wave that was cancelled. */
export const cancelStep: ChunkedStep = {
  // The wave was cancelled when the step began, so that nobody joins it any more.
  to: null,
  next: null,
  total: TOTAL,
  chunk: async (tx, { waveNumber }) => {
    const { rows } = await execute(tx, LET_GO, [waveNumber, AT_ONCE]);
    return { done: rows.length, cursor: rows.length < AT_ONCE ? null : (rows.at(-1)?.id ?? null) };
  },
};
