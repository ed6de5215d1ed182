import { expect, test } from 'vitest';
import { makeCourses, storeCourses } from '../../../scripts/bench/courses/catalogue.ts';
import { planted } from '../../../scripts/bench/courses/planted.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const FIND = `query ($search: String!) { courses(first: 10, filter: { search: $search }) { nodes { id title } } }`;

interface FoundPage {
  courses: { nodes: { id: string; title: string }[] };
}

test('the title counts more than a skill, a skill more than the institution, and that more than the description', async () => {
  const { askAnonymously: ask, database } = await openTraining([
    { number: 21, title: 'Welding', skills: [] },
    { number: 22, title: 'Welding dan Bubut dan Kikir dan Cat', skills: [] },
    { number: 23, title: 'Kerja Pipa', skills: ['welding'] },
    { number: 24, title: 'Kerja Logam', skills: [], institution: 2 },
    { number: 25, title: 'Kerja Bengkel', skills: [] },
    { number: 26, title: 'Kerja Lain', skills: [] },
  ]);
  await database.pool.query(`update institution set name = 'Welding Bangsa' where id = $1`, [idOf(2)]);
  await database.pool.query(`update course set description = 'Juga welding.' where id = $1`, [idOf(25)]);
  const { data } = await ask<FoundPage>(FIND, { search: 'welding' });
  expect(data.courses.nodes.map(({ id }) => id)).toEqual([21, 22, 23, 24, 25].map(idOf));
});

test('of 100 courses among 1,000 that are looked for in other words, 90 are among the first ten', async () => {
  const { askAnonymously: ask, database } = await openTraining([]);
  await storeCourses(database.pool, makeCourses(1_000), new Date('2026-11-28T00:00:00Z'));
  const missed: string[] = [];
  for (const { title, query } of Object.values(planted).flat()) {
    const { data } = await ask<FoundPage>(FIND, { search: query });
    if (!data.courses.nodes.some((course) => course.title === title)) missed.push(`${query}: ${title}`);
  }
  expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(10);
});
