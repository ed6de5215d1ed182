import { test } from 'vitest';
import { expectMovesOf } from '../../../tests/testkit/database-moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { transition as registrationMoves } from '../registration/registration.status.ts';
import { transition as participantMoves } from './participant.status.ts';

const { database } = await openPmo();
const { pool } = database;
await pool.query('create table registration_w2001 partition of registration for values in (2001)');

const insertParticipant = `insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
  values ($1, $2, 'Siti', '1995-01-05', '32', 'WORKER', now())`;
const insertRegistration = `insert into registration (wave_number, participant_id, region_code, status, joined_at)
  values (2001, $1, '32', $2, now())`;

type MovedTable = Parameters<typeof expectMovesOf>[1];

test.each<[string, MovedTable]>([
  [
    'participant',
    {
      insert: insertParticipant,
      update: 'update participant set status = $2 where id = $1',
      transition: participantMoves as never,
    },
  ],
  [
    'registration',
    {
      insert: insertRegistration,
      update: 'update registration set status = $2 where participant_id = $1',
      transition: registrationMoves as never,
    },
  ],
])('the database lets a %s move as its table of transitions does, and not otherwise', async (_table, moved) => {
  await expectMovesOf(pool, moved);
});
