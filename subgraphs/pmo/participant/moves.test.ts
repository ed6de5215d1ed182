import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { Transition } from '../../kit/status.ts';
import { transition as registrationMoves } from '../registration/registration.status.ts';
import { transition as participantMoves } from './participant.status.ts';

const { database } = await openPmo();
const { pool } = database;
await pool.query(`insert into region values ('32', 'Jawa Barat', 'PROVINCE', null, false)`);
await pool.query('create table registration_w2001 partition of registration for values in (2001)');

const insertParticipant = `insert into participant (id, status, name, birth_date, region_code, work_status, registered_at)
  values ($1, $2, 'Siti', '1995-01-05', '32', 'WORKER', now())`;
const insertRegistration = `insert into registration (wave_number, participant_id, region_code, status, joined_at)
  values (2001, $1, '32', $2, now())`;

interface MoveAnswer {
  insert: string;
  update: string;
  transition: Transition<string>;
}

/** Tries every move between two states; answers those that the database lets pass. */
const movesOfDatabase = async ({ insert, update, transition }: MoveAnswer): Promise<string[]> => {
  const states = Object.keys(transition.table);
  const passed: string[] = [];
  for (const from of states) {
    for (const to of states.filter((state) => state !== from)) {
      const id = uuidv7();
      await pool.query(insert, [id, from]);
      const move = pool.query(update, [id, to]);
      const error = await move.then(
        () => null,
        (reason: { code: string; message: string }) => reason,
      );
      if (error === null) passed.push(`${from} to ${to}`);
      else
        expect(error).toMatchObject({
          code: '23001',
          message: expect.stringContaining(`that is ${from} cannot become ${to}`),
        });
    }
  }
  return passed;
};

const allowed = ({ table }: Transition<string>) =>
  Object.entries(table).flatMap(([from, all]) => all.map((to) => `${from} to ${to}`));

test.each<[string, MoveAnswer]>([
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
  expect((await movesOfDatabase(moved)).toSorted()).toEqual(allowed(moved.transition).toSorted());
});
