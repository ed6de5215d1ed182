import { expect, test } from 'vitest';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';
import { anonymous } from '../../kit/caller.ts';
import { outcome } from './outcome.feature.ts';
import { complete, publishOutcomes } from './outcome.service.ts';

const { database, ask } = await openJobs([{ number: 11, skills: ['welding'] }]);
const { pool, orm } = database;
const course = idOf(700);

const finish = (number: number, at = '2026-01-10T00:00:00Z') =>
  complete(orm.em.fork(), { participant: idOf(number), enrollment: idOf(10_000 + number), course, at });
const APPLICATION = `insert into application (participant_id, id, vacancy_id, portal_id, status, submitted_at, changed_at)
  values ($1, $2, '${idOf(11)}', '${PORTAL}', 'HIRED', $3, $3)`;
const PLACEMENT = `insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band,
    reported_at, answered_at) values ($1, $2, $2, '${PORTAL}', $4, $5, 'FROM_4M_TO_6M', $3, $6)`;
const hire = async (number: number, at: string, { status = 'CONFIRMED', startsOn = at.slice(0, 10) } = {}) => {
  const person = idOf(number);
  const id = idOf(20_000 + number);
  await pool.query(APPLICATION, [person, id, at]);
  await pool.query(PLACEMENT, [person, id, at, status, startsOn, status === 'REPORTED' ? null : at]);
};

const ASK = `query ($courses: [_Any!]!) { _entities(representations: $courses) { ... on Course {
  jobOutcomes { month completed placed retainedAt3Months retainedAt6Months } } } }`;
interface Answer {
  _entities: { jobOutcomes: { month: string; completed: number; placed: number }[] }[];
}
const shown = async () => {
  const { data, errors } = await ask<Answer>(anonymous, ASK, { courses: [{ __typename: 'Course', id: course }] });
  expect(errors).toEqual([]);
  return data._entities[0]?.jobOutcomes.map(({ month, completed, placed }) => [month, completed, placed]);
};
const publish = (day: string) => publishOutcomes(orm.em.fork(), new Date(`${day}T03:00:00Z`));

test('the outcome of a course comes with the tenth confirmed hire, moves for no single one, and for twenty', async () => {
  for (let number = 1; number <= 45; number += 1) await orm.em.fork().transactional(() => finish(number));
  for (let number = 1; number <= 9; number += 1) await hire(number, '2026-02-03T00:00:00Z');
  // Neither counts: not confirmed, and begun before the course.
  await hire(40, '2026-02-03T00:00:00Z', { status: 'REPORTED' });
  await hire(41, '2026-02-03T00:00:00Z', { startsOn: '2025-12-01' });
  expect(await publish('2026-03-01')).toBe(true);
  expect(await shown()).toEqual([]);
  await hire(10, '2026-03-05T00:00:00Z');
  // Within the month nothing moves at all.
  expect(await publish('2026-03-31')).toBe(false);
  expect(await shown()).toEqual([]);
  expect(await publish('2026-04-01')).toBe(true);
  expect(await shown()).toEqual([['2026-03-01', 40, 10]]);
  await hire(11, '2026-04-05T00:00:00Z');
  await publish('2026-05-02');
  expect((await shown())?.[0]).toEqual(['2026-04-01', 40, 10]);
  for (let number = 12; number <= 31; number += 1) await hire(number, '2026-05-05T00:00:00Z');
  await publish('2026-06-02');
  expect(await shown()).toEqual([
    ['2026-05-01', 40, 30],
    ['2026-04-01', 40, 10],
    ['2026-03-01', 40, 10],
  ]);
});

test('two processes publish a month once', async () => {
  const both = await Promise.all([publish('2026-07-02'), publish('2026-07-02')]);
  expect(both.toSorted()).toEqual([false, true]);
});

test('a course that an erased person completed is kept neither before nor after', async () => {
  await pool.query('insert into erased_participant (participant_id) values ($1)', [idOf(99)]);
  await orm.em.fork().transactional(() => finish(99));
  expect((await pool.query(outcome.invariants[0].sql)).rows).toEqual([]);
});

test('the database refuses a figure about fewer than ten people', async () => {
  const figure = `insert into course_outcome values ('${idOf(701)}', '2026-05-01', 40, 9)`;
  await expect(pool.query(figure)).rejects.toThrow('course_outcome_placed_check');
});
