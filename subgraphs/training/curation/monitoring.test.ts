import { beforeEach, expect, test } from 'vitest';
import { assessors, officer, openCuration } from '../../../tests/testkit/curation.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf, organizations } from '../../../tests/testkit/training.ts';
import { eraser } from '../../kit/erasure.ts';
import { watchByFigures } from './figures.service.ts';

const training = await openCuration(20);
const { database, services, ask, submit, assessAll, decide, move, statusOf, facts } = training;
const { pool } = database;

const onSale = async () => {
  const course = await submit();
  await assessAll(course);
  await decide(course);
  return course;
};

const ENROLL = `insert into enrollment (participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
  select uuidv7(), $1, $2, 500000, $3, $3, case when $2 in ('COMPLETED', 'CERTIFIED') then $3::timestamptz end
  from generate_series(1, $4)`;
const enroll = (course: string, [status, count]: [string, number], at = new Date()) =>
  pool.query(ENROLL, [course, status, at, count]);

const REPORT = `insert into course_report (id, course_id, participant_id, category, text, reported_at)
  select uuidv7(), $1, uuidv7(), 'OTHER', 'Kelasnya tidak ada.', $2 from generate_series(1, $3)`;
const complain = (course: string, count: number, at = new Date()) => pool.query(REPORT, [course, at, count]);

const DECISIONS = `select outcome, grounds, decided_by from course_decision where course_id = $1 order by id desc limit 1`;
const lastDecision = async (course: string) => (await pool.query(DECISIONS, [course])).rows[0];

const longAgo = new Date(Date.now() - 91 * 86_400_000);

beforeEach(async () => {
  await pool.query('delete from enrollment');
  await pool.query('delete from course_report');
});

test('a course is watched, suspended, resumed and delisted, with reasons that its owners are told', async () => {
  const course = await onSale();
  const steps = [
    ['watchCourse', 'WATCHED'],
    ['suspendCourse', 'SUSPENDED'],
    ['resumeCourse', 'ACTIVE'],
    ['delistCourse', 'DELISTED'],
  ] as const;
  for (const [name, status] of steps) {
    expect((await move(course, name)).decision).toMatchObject({ course: { status } });
    expect(await statusOf(course)).toBe(status);
  }
  const last = (await facts(course)).slice(-2);
  // Facts of one moment have no order.
  const told = last
    .toSorted((one, other) => String(one.organization).localeCompare(String(other.organization)))
    .map(({ organization, data }) => [organization, data]);
  const change = { course, from: 'ACTIVE', to: 'DELISTED', reason: 'Temuan lapangan.' };
  expect(told).toEqual([
    [organizations.pijar, change],
    [organizations.satu, change],
  ]);
});

test.each([
  ['watchCourse', 'WATCHED'],
  ['suspendCourse', 'SUSPENDED'],
  ['delistCourse', 'DELISTED'],
])('ten times %s at once is one decision', async (name, status) => {
  const course = await onSale();
  const answers = await Promise.all(Array.from({ length: 10 }, () => move(course, name)));
  expect(answers.filter(({ decision }) => decision !== null)).toHaveLength(1);
  expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(
    new Set(['COURSE_TRANSITION_ILLEGAL']),
  );
  expect(await statusOf(course)).toBe(status);
});

test('whoever assessed does not monitor, whoever owns neither, and whoever monitored does not assess', async () => {
  const course = await onSale();
  const by = [officer('officer-checks'), { ...officer('officer-free'), org: assessors.ASSESSOR.org }];
  for (const as of [...by, { ...officer('officer-free'), org: organizations.satu }])
    expect((await move(course, 'watchCourse', { as })).refusal?.code).toBe('CONFLICT_OF_INTEREST');
  expect((await move(course, 'watchCourse', { as: officer('officer-both') })).refusal).toBeNull();
  await submit({ title: 'Versi kedua' }, { course, version: 2 });
  await training.assess(course, 'PLATFORM', { version: 2 });
  const second = await training.assess(course, 'PMO', { version: 2, as: officer('officer-both') });
  expect(second.refusal?.code).toBe('CONFLICT_OF_INTEREST');
});

test('assessing and monitoring at the same time, one person gets on one side only', async () => {
  const course = await onSale();
  await submit({ title: 'Versi kedua' }, { course, version: 2 });
  await training.assess(course, 'PLATFORM', { version: 2 });
  const as = officer('officer-torn');
  const [assessed, watched] = await Promise.all([
    training.assess(course, 'PMO', { version: 2, as }),
    move(course, 'watchCourse', { as }),
  ]);
  expect([assessed.refusal?.code, watched.refusal?.code].sort()).toEqual(['CONFLICT_OF_INTEREST', undefined]);
});

test.each([
  ['FORBIDDEN', () => ({ as: assessors.ASSESSOR })],
  ['FORBIDDEN', () => ({ as: assessors.PLATFORM })],
  ['FORBIDDEN', () => ({ as: { ...officer('officer-lost'), org: null } })],
  ['REASON_MALFORMED', () => ({ reason: '  ' })],
  ['REASON_MALFORMED', () => ({ reason: 'x'.repeat(2_001) })],
])('a course is not moved: %s', async (code, options) => {
  expect((await move(idOf(119), 'suspendCourse', options())).refusal?.code).toBe(code);
});

test('an unknown course is none', async () => {
  for (const id of [idOf(999), 'kursus']) expect((await move(id, 'watchCourse')).refusal?.code).toBe('COURSE_UNKNOWN');
});

test('figures bring courses under watch, each by its own threshold', async () => {
  const unfinished = await onSale();
  const disliked = await onSale();
  const complained = await onSale();
  const fine = await onSale();
  await enroll(unfinished, ['FAILED', 5]);
  await enroll(unfinished, ['CERTIFIED', 15]);
  await enroll(fine, ['FAILED', 4]);
  await enroll(fine, ['COMPLETED', 16]);
  await enroll(fine, ['FAILED', 50], longAgo);
  await pool.query('update course set rating_count = 10, rating_sum = 29 where id = $1', [disliked]);
  await pool.query('update course set rating_count = 9, rating_sum = 9 where id = $1', [fine]);
  await complain(complained, 3);
  await complain(fine, 2);
  await complain(fine, 5, longAgo);
  const counts = await Promise.all([1, 2, 3].map(() => watchByFigures(services)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(await lastDecision(unfinished)).toEqual({
    outcome: 'WATCHED',
    grounds: [{ figure: 'COMPLETION', value: 0.75, threshold: 0.8 }],
    decided_by: null,
  });
  expect((await lastDecision(disliked)).grounds).toEqual([{ figure: 'RATING', value: 2.9, threshold: 3 }]);
  expect((await lastDecision(complained)).grounds).toEqual([{ figure: 'COMPLAINTS', value: 3, threshold: 3 }]);
  expect(await Promise.all([unfinished, disliked, complained, fine].map(statusOf))).toEqual([
    'WATCHED',
    'WATCHED',
    'WATCHED',
    'ACTIVE',
  ]);
  expect(
    (await facts(complained))
      .slice(-2)
      .map(({ organization }) => organization)
      .sort(),
  ).toEqual([organizations.pijar, organizations.satu]);
  // An officer has looked at it: the same figures do not bring it back.
  await move(complained, 'resumeCourse');
  expect(await watchByFigures(services)).toBe(0);
  expect(await statusOf(complained)).toBe('ACTIVE');
});

const COMPLAIN = `mutation ($course: ID!, $text: String!) { reportCourse(course: $course, category: NOT_TAUGHT, text: $text) {
  report { id text } refusal { code } } }`;
const text = 'Kelas ketiga tidak pernah diadakan.';

const report = async (course: string, person: string, said = text) => {
  type Answer = { reportCourse: { report: { text: string } | null; refusal: { code: string } | null } };
  const { data } = await ask<Answer>(callerOf(person, 'self'), COMPLAIN, { course, text: said });
  return data.reportCourse;
};

const takePart = (course: string, participant: string, status = 'ATTENDING') =>
  pool.query(
    `insert into enrollment (participant_id, course_id, status, price, reserved_at, paid_at)
      values ($1, $2, $3, 500000, now(), case when $3 <> 'RESERVED' then now() end)`,
    [participant, course, status],
  );

test('who took part complains once about a course, and five times a month', async () => {
  const siti = crypto.randomUUID();
  const courses = await Promise.all(Array.from({ length: 6 }, (_, index) => idOf(101 + index)));
  for (const course of courses) await takePart(course, siti);
  const first = courses[0] as string;
  const answers = await Promise.all(Array.from({ length: 5 }, () => report(first, siti)));
  expect(answers.flatMap(({ report }) => report?.text ?? [])).toEqual([text]);
  expect(new Set(answers.flatMap(({ refusal }) => refusal?.code ?? []))).toEqual(new Set(['REPORT_ALREADY_MADE']));
  const rest = await Promise.all(courses.slice(1).map((course) => report(course, siti)));
  expect(rest.flatMap(({ refusal }) => refusal?.code ?? [])).toEqual(['TOO_MANY_REPORTS']);
});

test.each([
  ['NOT_TAKEN_PART', 'RESERVED', text],
  ['NOT_TAKEN_PART', 'PAID', text],
  ['REPORT_MALFORMED', 'ATTENDING', 'Buruk'],
  ['REPORT_MALFORMED', 'ATTENDING', 'x'.repeat(2_001)],
])('%s is an answer to who is %s', async (code, status, said) => {
  const person = crypto.randomUUID();
  await takePart(idOf(110), person, status);
  expect((await report(idOf(110), person, said)).refusal?.code).toBe(code);
});

const REPORTS = `query ($id: ID!) { _entities(representations: [{ __typename: "Course", id: $id }]) { ... on Course {
  reports(first: 5) { nodes { text } } } } }`;

test('officers alone read complaints, which name nobody; those of an erased person lose their text', async () => {
  const course = await onSale();
  const person = crypto.randomUUID();
  await takePart(course, person);
  await report(course, person);
  const read = async (as: ReturnType<typeof officer>) => {
    type Answer = { _entities: [{ reports: { nodes: object[] } | null } | null] };
    const { data, codes } = await ask<Answer>(as, REPORTS, { id: course });
    return [data._entities[0]?.reports?.nodes ?? null, codes];
  };
  expect(await read(officer('officer-reads'))).toEqual([[{ text }], []]);
  for (const as of [assessors.PLATFORM, assessors.ASSESSOR, callerOf(person, 'self')])
    expect(await read(as)).toEqual([null, ['FORBIDDEN']]);
  await database.orm.em.fork().transactional((tx) => eraser(services)(tx, { participants: [person] }));
  expect(await read(officer('officer-reads'))).toEqual([[{ text: null }], []]);
});
