import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { invariants as ofCertificates } from '../certificate/certificate.invariants.ts';
import { invariants as ofEnrollments } from './enrollment.invariants.ts';

const invariants = [...ofEnrollments, ...ofCertificates];

const { database } = await openTraining([{ number: 11 }, { number: 12 }]);

const brokenNames = async () => {
  const names: string[] = [];
  for (const { name, sql } of invariants) if ((await database.pool.query(sql)).rowCount) names.push(name);
  return names;
};

const enroll = (number: number, course: number, completedAt: string | null) =>
  database.pool.query(
    `insert into enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
      values ($1, $2, $3, case when $4::timestamptz is null then 'PAID' else 'CERTIFIED' end, 1, '2026-01-01Z', '2026-01-01Z', $4)`,
    [idOf(number), idOf(101), idOf(course), completedAt],
  );

const certify = (number: number, course: number, issuedAt: string) =>
  database.pool.query(
    `insert into certificate (enrollment_id, participant_id, course_id, issued_at, score, skills)
      values ($1, $2, $3, $4, 90, '{barista-work}')`,
    [idOf(number), idOf(101), idOf(course), issuedAt],
  );

const claim = (number: number) =>
  database.pool.query(
    'insert into open_course (participant_id, enrollment_id, opened_at) select participant_id, id, reserved_at from enrollment where id = $1',
    [idOf(number)],
  );

test('a paid and a certified enrolment hold every invariant', async () => {
  await enroll(201, 11, null);
  await claim(201);
  await enroll(202, 12, '2026-02-01Z');
  await certify(202, 12, '2026-02-02Z');
  expect(await brokenNames()).toEqual([]);
});

const CLASS = `insert into schedule (id, course_id, mode, instructor, seats, seats_taken, starts_at, ends_at)
  values ($1, $2, 'ONLINE', 'Sri', 3, 1, now(), now() + interval '1 hour')`;

test.each([
  [
    'every person with an open enrolment has the claim on it, and nobody else has one',
    () => database.pool.query(`delete from open_course`),
  ],
  [
    'the seats of a class that are taken are those of its enrolments',
    () => database.pool.query(CLASS, [idOf(401), idOf(11)]),
  ],
  [
    'no open enrolment has given its seat back',
    () =>
      database.pool.query(`update enrollment set released_at = now(), release_reason = 'EXPIRED' where id = $1`, [
        idOf(201),
      ]),
  ],
  ['every enrolment is for a course that exists', () => enroll(301, 99, null)],
  ['every certificate is of a certified enrolment in its course', () => certify(201, 11, '2026-03-01Z')],
  ['every certified enrolment has its certificate', () => enroll(302, 11, '2026-02-01Z')],
  [
    'no certificate is issued before its course was completed',
    () => database.pool.query(`update certificate set issued_at = '2026-01-15Z' where enrollment_id = $1`, [idOf(202)]),
  ],
])('what breaks "%s" is found', async (name, breakIt) => {
  const before = await brokenNames();
  await breakIt();
  expect((await brokenNames()).filter((broken) => !before.includes(broken))).toEqual([name]);
});
