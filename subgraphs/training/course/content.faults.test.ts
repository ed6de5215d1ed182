import { expect, test } from 'vitest';
import { badCourses as bad, units } from '../../../tests/testkit/bad-courses.ts';
import { IMPORT, type ImportAnswer, pijar, sentCourse } from '../../../tests/testkit/catalogue.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { faults } from './content.refusal.ts';

const { ask, database } = await openTraining([]);
await database.pool.query('update institution set is_suspended = true where id = $1', [idOf(2)]);

const stored = async () => {
  const { rows } = await database.pool.query(
    `select (select count(*) from course)::int as courses, (select count(*) from course_version)::int as versions,
      (select count(*) from course_skill)::int as skills`,
  );
  return rows[0];
};

const send = async (courses: object[]) => {
  const variables = { courses, asOf: '2026-11-01T08:00:00Z', key: crypto.randomUUID() };
  const { data, errors } = await ask<ImportAnswer>(pijar, IMPORT, variables);
  expect(errors).toEqual([]);
  return data.importCourses.items ?? [];
};

test(`${bad.length} kinds of bad courses: each is rejected with its code and path, and nothing of them is kept`, async () => {
  const courses = bad.map(([, change], index) => sentCourse(`BAD-${index}`, change));
  const items = await send([sentCourse('GOOD-1'), ...courses, sentCourse('GOOD-2')]);
  const told = items
    .slice(1, -1)
    .map(({ outcome: became, problems }, index) => [
      bad[index]?.[0],
      became,
      ...problems.map(({ code, path }) => `${code} ${path}`),
    ]);
  expect(told).toEqual(bad.map(([what, , fault]) => [what, 'REJECTED', fault]));
  expect([items.at(0)?.outcome, items.at(-1)?.outcome]).toEqual(['CREATED', 'CREATED']);
  expect(await stored()).toEqual({ courses: 2, versions: 2, skills: 4 });
  expect(new Set(bad.map(([, , fault]) => fault.split(' ')[0])).size).toBeGreaterThanOrEqual(25);
});

test('the same by submitCourse: the first fault is the refusal, and all are told', async () => {
  const before = await stored();
  const SUBMIT = `mutation ($course: CourseInput!, $key: String!) { submitCourse(course: $course, idempotencyKey: $key) {
    course { id } refusal { code path } problems { code path } } }`;
  for (const [what, change, fault] of bad.filter((_each, index) => index % 3 === 0)) {
    const variables = { course: sentCourse('BAD-S', change), key: crypto.randomUUID() };
    const { data } = await ask<{ submitCourse: { refusal: { code: string }; problems: object[] } }>(
      pijar,
      SUBMIT,
      variables,
    );
    const [code, path] = fault.split(' ');
    expect([what, data.submitCourse]).toMatchObject([
      what,
      { course: null, refusal: { code }, problems: [{ code, path }] },
    ]);
  }
  expect(await stored()).toEqual(before);
});

test('several faults of one course are told at once, 20 at most', async () => {
  const [item] = await send([sentCourse('MANY', { title: '', price: 0, syllabus: units(60, 99) })]);
  expect(item?.problems).toHaveLength(20);
  expect(item?.problems.slice(0, 3).map(({ path }) => path)).toEqual(['title', 'price', 'syllabus[0].hours']);
});

test.each([
  ['curly quotes, dashes and accents', { title: 'Kafé “modern” – untuk pemula’s' }],
  ['an ampersand, a lesser sign and an arrow', { description: 'R&D untuk usia < 30 tahun -> siap kerja & mandiri.' }],
  ['line breaks of Windows in a description', { description: 'Baris pertama tentang kopi.\r\nBaris kedua.' }],
  ['a title with a colon and a hash', { title: '#1: Belajar kopi' }],
  ['another language', { language: 'jv' }],
  ['no page', { url: null }],
  ['the sum of the hours', { durationHours: 15 }],
  ['a reference with a slash', { reference: 'KLS/2026/001' }],
])('%s is no fault', async (_what, change) => {
  const [item] = await send([sentCourse(`FINE-${crypto.randomUUID().slice(0, 8)}`, change)]);
  expect(item).toMatchObject({ outcome: 'CREATED', problems: [] });
});

test('every fault is said in two languages that differ', () => {
  const samples = Object.values(faults).map((make) => make(['x'], { least: 1, most: 2 } as never));
  for (const { code, text } of samples) {
    expect(text.en.length, code).toBeGreaterThan(10);
    expect(text.id, code).not.toBe(text.en);
  }
});
