import { expect, test } from 'vitest';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';

const { askAnonymously: ask } = await openTraining([
  { number: 11, title: 'Barista untuk Pemula', skills: ['barista-work', 'coffee-roasting'], stars: [5, 4, 4] },
  { number: 12, title: 'Barista 100%', price: 250_000, mode: 'HYBRID', status: 'WATCHED' },
  { number: 13, title: 'Data Analysis', skills: ['data-analysis'], platform: 2, institution: 2 },
  { number: 14, title: 'Barista rahasia', status: 'DRAFT' },
  { number: 15, title: 'Barista dinilai', status: 'UNDER_ASSESSMENT' },
  { number: 16, title: 'Barista lama', status: 'DELISTED' },
  { number: 17, title: 'Barista ditahan', status: 'SUSPENDED' },
]);

const STATES = [11, 12, 13, 14, 15, 16, 17].map(idOf);

test('a course that is not on offer is not there by its id', async () => {
  const found = await Promise.all(
    STATES.map((id) => ask<{ course: object | null }>('query ($id: ID!) { course(id: $id) { id } }', { id })),
  );
  expect(found.map(({ data }) => data.course !== null)).toEqual([true, true, true, false, false, false, false]);
});

test('a reference finds what was once on offer, but no draft', async () => {
  const representations = STATES.map((id) => ({ __typename: 'Course', id }));
  const { data, statements } = await ask<{ _entities: ({ status: string } | null)[] }>(
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Course { status } } }',
    { representations },
  );
  expect(data._entities.map((course) => course?.status ?? null)).toEqual([
    'ACTIVE',
    'WATCHED',
    'ACTIVE',
    null,
    null,
    'DELISTED',
    'SUSPENDED',
  ]);
  expect(statements).toBe(1);
});

test('a course answers its platform, institution, skills and rating', async () => {
  const { data, errors } = await ask(
    `query ($id: ID!) { course(id: $id) { title price durationHours mode ratingAverage ratingCount isSynthetic
      platform { name activeFrom activeTo } institution { name region { code } } skills { code } } }`,
    { id: idOf(11) },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    course: {
      title: 'Barista untuk Pemula',
      price: 500_000,
      durationHours: 15,
      mode: 'ONLINE',
      ratingAverage: 4.33,
      ratingCount: 3,
      isSynthetic: false,
      platform: { name: 'Pijar', activeFrom: 2020, activeTo: null },
      institution: { name: 'LPK Satu', region: { code: '32.73' } },
      skills: [{ code: 'barista-work' }, { code: 'coffee-roasting' }],
    },
  });
});

test('platforms, institutions and skills page through their courses', async () => {
  const { data } = await ask<Record<string, { courses: { nodes: { title: string }[] } }>>(
    `query ($one: ID!, $two: ID!) {
      platform(id: $one) { courses(first: 1) { nodes { title } } }
      institution(id: $two) { courses(first: 5) { nodes { title } } } }`,
    { one: idOf(1), two: idOf(2) },
  );
  expect(data).toEqual({
    platform: { courses: { nodes: [{ title: 'Barista 100%' }] } },
    institution: { courses: { nodes: [{ title: 'Data Analysis' }] } },
  });
});

test('courses of many skills take one statement', async () => {
  const representations = ['barista-work', 'data-analysis', 'unknown'].map((code) => ({ __typename: 'Skill', code }));
  const { data, statements } = await ask<{ _entities: { courses: { nodes: { title: string }[] } }[] }>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Skill { courses(first: 5) { nodes { title } } } } }`,
    { representations },
  );
  expect(data._entities.map(({ courses }) => courses.nodes.map(({ title }) => title))).toEqual([
    ['Barista 100%', 'Barista untuk Pemula'],
    ['Data Analysis'],
    [],
  ]);
  expect(statements).toBe(1);
});

test('an id that is no UUID names nothing', async () => {
  const { data, errors } = await ask(`{ course(id: "1") { id } platform(id: "1") { id } institution(id: "'") { id } }`);
  expect({ data, errors }).toEqual({ data: { course: null, platform: null, institution: null }, errors: [] });
});
