import { expect, test } from 'vitest';
import { openJobs, PORTAL } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const { askAnonymously: ask } = await openJobs([
  { number: 11, title: 'Barista', skills: ['barista-work', 'cashiering'], salary: [2_500_000, 3_500_000] },
  { number: 12, title: 'Kasir 50%', skills: ['cashiering'], region: '31.71', salary: [3_000_000, null] },
  { number: 13, title: 'Barista senior', skills: ['barista-work'], region: '32.01' },
  { number: 14, title: 'Barista draf', skills: ['barista-work'], status: 'DRAFT' },
  { number: 15, title: 'Barista jeda', skills: ['barista-work'], status: 'PAUSED' },
  { number: 16, title: 'Barista tutup', skills: ['barista-work'], status: 'CLOSED' },
  { number: 17, title: 'Barista terisi', skills: ['barista-work'], status: 'FILLED' },
]);

interface Titles {
  nodes: { title: string }[];
}

const LIST = `query ($filter: VacancyFilter, $first: Int!, $after: String) {
  vacancies(filter: $filter, first: $first, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } }`;

const titlesOf = ({ nodes }: Titles) => nodes.map(({ title }) => title);

const found = async (filter: object) => {
  const { data, errors } = await ask<{ vacancies: Titles }>(LIST, { filter, first: 10 });
  expect(errors).toEqual([]);
  return titlesOf(data.vacancies);
};

test.each([
  [{}, ['Barista senior', 'Kasir 50%', 'Barista']],
  [{ skill: 'cashiering' }, ['Kasir 50%', 'Barista']],
  [{ region: '32.73' }, ['Barista']],
  [{ region: '3273' }, ['Barista']],
  [{ region: '32' }, ['Barista senior', 'Barista']],
  [{ region: '99.99' }, []],
  [{ search: 'bARISTA' }, ['Barista senior', 'Barista']],
  [{ search: '%' }, ['Kasir 50%']],
  [{ minSalary: 3_500_000 }, ['Barista']],
  [{ minSalary: 3_000_000 }, ['Kasir 50%', 'Barista']],
  [{ skill: 'barista-work', region: '32', search: 'senior' }, ['Barista senior']],
])('the filter %o finds the open vacancies %o', async (filter, expected) => {
  expect(await found(filter)).toEqual(expected);
});

test.each([
  ['REGION_CODE_MALFORMED', { first: 1, filter: { region: 'Bandung' } }],
  ['REGION_CODE_MALFORMED', { first: 1, filter: { region: '' } }],
  ['REGION_CODE_MALFORMED', { first: 1, filter: { region: '32.73.01' } }],
  ['SEARCH_TOO_LONG', { first: 1, filter: { search: 'x'.repeat(101) } }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 0 }],
  ['PAGE_SIZE_OUT_OF_RANGE', { first: 101 }],
  ['CURSOR_MALFORMED', { first: 1, after: 'nonsense' }],
])('illegal input is refused as %s: %o', async (code, variables) => {
  expect((await ask(LIST, variables)).codes).toEqual([code]);
});

const STATES = [11, 14, 15, 16, 17, 99].map(idOf);

test('only an open vacancy is there by its id', async () => {
  const answers = await Promise.all(
    STATES.map((id) => ask<{ vacancy: object | null }>('query ($id: ID!) { vacancy(id: $id) { id } }', { id })),
  );
  expect(answers.map(({ data }) => data.vacancy !== null)).toEqual([true, false, false, false, false, false]);
});

test('a reference finds what was once posted, but no draft', async () => {
  const { data, statements } = await ask<{ _entities: ({ status: string } | null)[] }>(
    'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Vacancy { status } } }',
    { all: STATES.map((id) => ({ __typename: 'Vacancy', id })) },
  );
  expect(data._entities.map((vacancy) => vacancy?.status)).toEqual([
    'OPEN',
    undefined,
    'PAUSED',
    'CLOSED',
    'FILLED',
    undefined,
  ]);
  expect(statements).toBe(1);
});

test('a vacancy answers its employer, region, skills and pay', async () => {
  const { data, errors } = await ask(
    `query ($id: ID!) { vacancy(id: $id) { title status monthlySalaryFrom monthlySalaryTo postedAt portal { id name } isSynthetic
      employer { name isSynthetic } region { code } skills { code } } }`,
    { id: idOf(11) },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    vacancy: {
      title: 'Barista',
      status: 'OPEN',
      monthlySalaryFrom: 2_500_000,
      monthlySalaryTo: 3_500_000,
      postedAt: '2026-11-01T00:00:00.000Z',
      portal: { id: PORTAL, name: 'Portal Kerja A' },
      isSynthetic: false,
      employer: { name: 'PT Sumber Karya', isSynthetic: false },
      region: { code: '32.73' },
      skills: [{ code: 'barista-work' }, { code: 'cashiering' }],
    },
  });
});

test('open vacancies of many skills take one statement', async () => {
  const { data, statements } = await ask<{ _entities: { vacancies: Titles }[] }>(
    `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Skill { vacancies(first: 2) { nodes { title } } } } }`,
    { all: ['cashiering', 'barista-work', 'unknown'].map((code) => ({ __typename: 'Skill', code })) },
  );
  expect(data._entities.map(({ vacancies }) => titlesOf(vacancies))).toEqual([
    ['Kasir 50%', 'Barista'],
    ['Barista senior', 'Barista'],
    [],
  ]);
  expect(statements).toBe(1);
});
