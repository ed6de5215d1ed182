import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const { database } = await openTraining([{ number: 11 }]);

const enrollment = (values: string) =>
  `insert into enrollment (participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
    values ('${idOf(101)}', '${idOf(11)}', ${values})`;

const certificate = (enrolled: number, values: string) =>
  `insert into certificate (enrollment_id, participant_id, course_id, issued_at, score, skills)
    values ('${idOf(enrolled)}', '${idOf(101)}', '${idOf(11)}', now(), ${values})`;

await database.pool.query(
  `insert into enrollment (id, participant_id, course_id, status, price, reserved_at)
    select id, '${idOf(101)}', '${idOf(11)}', 'RESERVED', 1, now() from unnest($1::uuid[]) id`,
  [[idOf(201), idOf(202)]],
);
await database.pool.query(certificate(201, `100, '{barista-work}'`));

test.each([
  ['a course without a price', 'update course set price = 0', 'course_price_check'],
  ['a course shorter than six hours', 'update course set duration_hours = 5', 'course_duration_hours_check'],
  ['an unknown state of a course', `update course set status = 'GONE'`, 'course_status_check'],
  ['an unknown mode of a course', `update course set mode = 'POST'`, 'course_mode_check'],
  ['more than five stars a rating', 'update course set rating_count = 1, rating_sum = 6', 'course_check'],
  ['a course of no platform', `update course set platform_id = uuidv7()`, 'course_platform_id_fkey'],
  ['a malformed region', `update institution set region_code = '3273'`, 'institution_region_code_check'],
  ['an unknown state of an enrolment', enrollment(`'NEW', 1, now(), null, null`), 'enrollment_status_check'],
  ['an enrolment without a price', enrollment(`'RESERVED', 0, now(), null, null`), 'enrollment_price_check'],
  ['paid without a time of payment', enrollment(`'PAID', 1, now(), null, null`), 'enrollment_check2'],
  ['paid before it was reserved', enrollment(`'PAID', 1, now(), '2020-01-01Z', null`), 'enrollment_check'],
  ['completed without a time', enrollment(`'COMPLETED', 1, now(), now(), null`), 'enrollment_check3'],
  [
    'completed before it was paid',
    enrollment(`'COMPLETED', 1, '2020-01-01Z', now(), '2020-02-01Z'`),
    'enrollment_check1',
  ],
  [
    'a second certificate of an enrolment',
    certificate(201, `90, '{barista-work}'`),
    'certificate_participant_id_enrollment_id_key',
  ],
  [
    'a certificate without an enrolment',
    certificate(203, `90, '{barista-work}'`),
    'certificate_participant_id_enrollment_id_fkey',
  ],
  ['a score above 100', certificate(202, `101, '{barista-work}'`), 'certificate_score_check'],
  ['a certificate without a skill', certificate(202, `90, '{}'`), 'certificate_skills_check'],
])('the database refuses %s', async (_what, statement, constraint) => {
  await expect(database.pool.query(statement)).rejects.toMatchObject({ constraint });
});
