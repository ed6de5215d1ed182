import { expect, test } from 'vitest';
import { expectMovesOf } from '../../../tests/testkit/database-moves.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { activateVersion, assessVersion, CourseStatus, moveCourses, rejectVersion, versionOf } from './index.ts';
import { contentHash } from './version.content.ts';
import { versionTransition } from './version.status.ts';

const { database } = await openTraining([
  { number: 11, status: 'ACTIVE' },
  { number: 12, status: 'SUBMITTED' },
  { number: 13, status: 'SUBMITTED' },
  { number: 14, status: 'WATCHED' },
  { number: 20, status: 'ACTIVE' },
]);
const at = new Date('2026-11-28T09:00:00Z');
const inTransaction = <T>(work: Parameters<typeof database.orm.em.transactional<T>>[0]) =>
  database.orm.em.fork().transactional(work);

const content = (title: string) => ({
  institution: idOf(2),
  title,
  description: 'Dari dasar sampai mahir.',
  mode: 'HYBRID',
  language: 'id',
  price: 300_000,
  priceOutside: 350_000,
  durationHours: 16,
  syllabus: [{ title: 'Dasar', hours: 16, description: null }],
  outcomes: [
    { skill: 'barista-work', level: 'BASIC' },
    { skill: 'coffee-roasting', level: 'BASIC' },
  ],
  accessibility: [],
  url: null,
});

const INSERT = `insert into course_version
    (course_id, number, platform_id, content, content_hash, status, submitted_at)
  values ($1, $2, '${idOf(1)}', $3, decode($4, 'hex'), $5, '2026-11-27T00:00Z')`;

const handIn = (course: number, number: number, { status = 'SUBMITTED', title = `Versi ${number}` } = {}) => {
  const stated = content(title);
  const hash = contentHash(stated as never);
  return database.pool.query(INSERT, [idOf(course), number, JSON.stringify(stated), hash, status]);
};

const COURSE = `select title, price::int, duration_hours, mode, institution_id = '${idOf(2)}' as is_second, status, version,
    array(select skill_code from course_skill where course_id = course.id order by 1) as skills
  from course where id = $1`;
const courseNow = async (number: number) => (await database.pool.query(COURSE, [idOf(number)])).rows[0];
const versionsOf = async (number: number) =>
  (
    await database.pool.query(`select status from course_version where course_id = $1 order by number`, [idOf(number)])
  ).rows.map(({ status }) => status);

test('the sold version stays until the next one is on sale in its place', async () => {
  await handIn(11, 1, { status: 'ACTIVE' });
  await handIn(11, 2);
  expect(await inTransaction((tx) => activateVersion(tx, { course: idOf(11), number: 2, at }))).toBe(false);
  expect(await inTransaction((tx) => assessVersion(tx, idOf(11), 2))).toBe(true);
  expect(await courseNow(11)).toMatchObject({ title: 'Kursus 11', version: 1, status: 'ACTIVE' });
  expect(await versionsOf(11)).toEqual(['ACTIVE', 'UNDER_ASSESSMENT']);
  expect(await inTransaction((tx) => activateVersion(tx, { course: idOf(11), number: 2, at }))).toBe(true);
  expect(await courseNow(11)).toEqual({
    title: 'Versi 2',
    price: 300_000,
    duration_hours: 16,
    mode: 'HYBRID',
    is_second: true,
    status: 'ACTIVE',
    version: 2,
    skills: ['barista-work', 'coffee-roasting'],
  });
  expect(await versionsOf(11)).toEqual(['REPLACED', 'ACTIVE']);
});

test('a first version takes its course through assessment to the offer', async () => {
  await handIn(12, 1);
  await inTransaction(async (tx) => {
    expect(await versionOf(tx, idOf(12), 1)).toMatchObject({ status: 'SUBMITTED', courseStatus: 'SUBMITTED' });
    await assessVersion(tx, idOf(12), 1);
    expect(await versionOf(tx, idOf(12), 1)).toMatchObject({ courseStatus: 'UNDER_ASSESSMENT' });
    await activateVersion(tx, { course: idOf(12), number: 1, at });
    expect(await versionOf(tx, idOf(12), 2)).toBeNull();
  });
  expect(await courseNow(12)).toMatchObject({ status: 'ACTIVE', title: 'Versi 1' });
});

test('a rejected first version makes its course a draft; a rejected later one leaves what is on sale', async () => {
  await handIn(13, 1);
  await handIn(14, 2);
  for (const [course, number] of [
    [13, 1],
    [14, 2],
  ] as const) {
    expect(await inTransaction((tx) => rejectVersion(tx, { course: idOf(course), number, at }))).toBe(true);
    expect(await inTransaction((tx) => rejectVersion(tx, { course: idOf(course), number, at }))).toBe(false);
  }
  expect((await courseNow(13)).status).toBe('DRAFT');
  expect((await courseNow(14)).status).toBe('WATCHED');
});

test('courses move together, those that can, and what waits is withdrawn with a delisted one', async () => {
  await handIn(14, 3);
  const both = [idOf(14), idOf(13)];
  expect(await inTransaction((tx) => moveCourses(tx, both, CourseStatus.SUSPENDED))).toEqual([idOf(14)]);
  expect(await inTransaction((tx) => moveCourses(tx, both, CourseStatus.DELISTED))).toHaveLength(2);
  expect(await versionsOf(14)).toEqual(['REJECTED', 'WITHDRAWN']);
});

test('of two decisions at once about one version, one counts', async () => {
  await handIn(20, 1);
  const decisions = await Promise.all([
    ...[1, 2, 3].map(() => inTransaction((tx) => rejectVersion(tx, { course: idOf(20), number: 1, at }))),
    inTransaction((tx) => assessVersion(tx, idOf(20), 1)),
  ]);
  expect(decisions.slice(0, 3).filter(Boolean)).toHaveLength(1);
});

test('the database lets a version move as its table of transitions does, and not otherwise', async () => {
  const insert = `insert into course_version (course_id, number, id, platform_id, content, content_hash, status, submitted_at)
    values ('${idOf(20)}', (select max(number) + 1 from course_version), $1, '${idOf(1)}', '{}', sha256(''), $2, now())`;
  const update = 'update course_version set status = $2 where id = $1';
  await database.pool.query('drop index course_version_active_uq, course_version_waiting_uq');
  await expectMovesOf(database.pool, { insert, update, transition: versionTransition as never });
});
