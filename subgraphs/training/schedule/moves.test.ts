import { test } from 'vitest';
import { expectMovesOf } from '../../../tests/testkit/database-moves.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { transition as courseMoves } from '../course/course.status.ts';
import { transition as enrollmentMoves } from '../enrollment/enrollment.status.ts';
import { transition as scheduleMoves } from './schedule.status.ts';

const { database } = await openTraining([{ number: 1 }]);

const insertCourse = `insert into course
    (id, platform_id, institution_id, title, description, price, duration_hours, mode, status)
  values ($1, '${idOf(1)}', '${idOf(1)}', 'Kursus', 'Dari dasar.', 500000, 15, 'ONLINE', $2)`;

// The times of a state are not what is tried here: each row has those that its state asks for.
const insertEnrollment = `insert into enrollment
    (id, participant_id, course_id, price, reserved_at, status, paid_at, completed_at)
  values ($1, $1, $1, 500000, now(), $2, now(), case when $2 in ('COMPLETED', 'CERTIFIED') then now() end)`;
const updateEnrollment = `update enrollment set status = $2,
    completed_at = case when $2 in ('COMPLETED', 'CERTIFIED') then now() end where id = $1`;

test('the database lets a course move as its table of transitions does, and not otherwise', async () => {
  const update = 'update course set status = $2 where id = $1';
  await expectMovesOf(database.pool, { insert: insertCourse, update, transition: courseMoves as never });
});

test('the database lets an enrolment move as its table of transitions does, and not otherwise', async () => {
  await expectMovesOf(database.pool, {
    insert: insertEnrollment,
    update: updateEnrollment,
    transition: enrollmentMoves as never,
  });
});

test('the database lets a class move as its table of transitions does, and not otherwise', async () => {
  const insert = `insert into schedule (id, course_id, mode, instructor, seats, starts_at, ends_at, status)
    values ($1, '${idOf(1)}', 'ONLINE', 'Sri', 30, now(), now() + interval '1 hour', $2)`;
  const update = 'update schedule set status = $2 where id = $1';
  await expectMovesOf(database.pool, { insert, update, transition: scheduleMoves as never });
});
