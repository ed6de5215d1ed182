import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const [kasir, barista, arsip, sopir, perawat, tulis] = [
  'Kasir minimarket',
  'Barista kedai kopi',
  'Staf pengelolaan arsip',
  'Sopir truk malam',
  'Perawat lansia',
  'Penulis naskah',
];

const { askAnonymously: ask, database } = await openJobs([
  { number: 11, title: kasir, skills: ['cashiering'], region: '32.73', salary: [3_000_000, 4_000_000] },
  { number: 12, title: barista, skills: ['barista-work', 'cashiering'], region: '32.04', salary: [5_000_000, null] },
  { number: 13, title: arsip, skills: ['archive-management'], region: '31.71' },
  { number: 14, title: sopir, skills: ['truck-driving'], region: '32.77', salary: [null, 8_000_000] },
  { number: 15, title: perawat, skills: ['elderly-care'], region: '73.71' },
  { number: 16, title: tulis, skills: ['copywriting'], region: '32.04' },
  { number: 17, title: 'Kasir ditutup', skills: ['cashiering'], status: 'CLOSED' },
  { number: 18, title: 'Kasir rahasia', skills: ['cashiering'], status: 'DRAFT' },
]);

const change = (number: number, changes: string) =>
  database.pool.query(`update vacancy set ${changes} where id = $1`, [idOf(number)]);

await change(14, `employment_type = 'CONTRACT', posted_at = now() - interval '3 days'`);
await change(16, `is_remote = true, region_code = null, accessibility = '{SCREEN_READER,FLEXIBLE_HOURS}'`);
await change(11, `occupation = '5230'`);
await change(12, `occupation = '5132'`);

interface Vacancies {
  vacancies: {
    nodes: { title: string }[];
    totalCount: number;
    facets: {
      skills: { skill: { code: string }; count: number }[];
      regions: { region: { code: string }; count: number }[];
      types: { type: string; count: number }[];
      pays: { from: number | null; below: number | null; count: number }[];
    };
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

const LIST = `query ($filter: VacancyFilter, $order: VacancyOrder, $first: Int!, $after: String) {
  vacancies(filter: $filter, order: $order, first: $first, after: $after) {
    nodes { title } pageInfo { hasNextPage endCursor } } }`;

const titles = async (filter: object, order: string | null = null) => {
  const { data, errors } = await ask<Vacancies>(LIST, { filter, order, first: 10 });
  return errors[0] ? (errors[0].extensions?.code as string) : data.vacancies.nodes.map(({ title }) => title);
};

test.each<[object, string[] | string]>([
  [{}, [tulis, perawat, sopir, arsip, barista, kasir]],
  [{ skills: ['cashiering', 'elderly-care'] }, [perawat, barista, kasir]],
  [{ skill: 'cashiering' }, [barista, kasir]],
  [{ skills: ['NO SKILL\u0000'] }, []],
  [{ skills: [] }, 'SKILLS_OUT_OF_RANGE'],
  [{ region: '32.73' }, [kasir]],
  [{ region: '3273' }, [kasir]],
  [{ region: '32' }, [sopir, barista, kasir]],
  [{ region: '32.73', isWithinProvince: true }, [sopir, barista, kasir]],
  [{ region: '32.73', isNearby: true }, [sopir, barista, kasir]],
  [{ region: '31.71', isNearby: true }, [arsip]],
  [{ region: '32.77', isNearby: true }, [sopir, barista, kasir]],
  [{ region: '73.71', isNearby: true, isWithinProvince: true }, [perawat]],
  [{ region: '99.99', isNearby: true }, []],
  [{ region: 'Bandung' }, 'REGION_CODE_MALFORMED'],
  [{ isNearby: true }, 'REGION_NEEDED'],
  [{ isRemote: true }, [tulis]],
  [{ isRemote: false, region: '32.04' }, [barista]],
  [{ minSalary: 4_000_000 }, [sopir, barista, kasir]],
  [{ minSalary: 5_000_001 }, [sopir]],
  [{ minSalary: 0 }, [sopir, barista, kasir]],
  [{ types: ['CONTRACT', 'INTERNSHIP'] }, [sopir]],
  [{ types: [] }, 'CHOICES_OUT_OF_RANGE'],
  [{ types: ['CONTRACT', 'CONTRACT'] }, 'CHOICES_OUT_OF_RANGE'],
  [{ accessibility: ['FLEXIBLE_HOURS'] }, [tulis]],
  [{ accessibility: ['FLEXIBLE_HOURS', 'WHEELCHAIR'] }, []],
  [{ occupation: '5' }, [barista, kasir]],
  [{ occupation: '5132' }, [barista]],
  [{ occupation: '5%' }, 'OCCUPATION_MALFORMED'],
  [{ postedWithinDays: 7 }, [sopir]],
  [{ postedWithinDays: 366 }, 'DAYS_OUT_OF_RANGE'],
  [{ portal: 'not an id' }, []],
  [{ portal: idOf(2), occupation: '52' }, [kasir]],
])('%j narrows the list', async (filter, expected) => {
  expect(await titles(filter)).toEqual(expected);
});

test.each<[string, string[]]>([
  ['barista', [barista]],
  ['baristta', [barista]],
  ['bairsta', [barista]],
  ['mengelola arsip', [arsip]],
  ['kelola', [arsip]],
  ['menulis', [tulis]],
  ['tulisan', [tulis]],
  ['merawat', [perawat]],
  ['nurse', [perawat]],
  ['driver', [sopir]],
  ['pengemudi truk', [sopir]],
  ['lowongan kasir', [kasir]],
  // Where none has all words, those with some.
  ['barista truk', [sopir, barista]],
  // Every one has the employer's name and the description.
  ['sumber karya barista', [barista]],
  ['dibutuhkan segera', [tulis, perawat, sopir, arsip, barista, kasir]],
  ['???', []],
  ['xyzzyx', []],
])('“%s” finds what was meant', async (search, expected) => {
  expect(await titles({ search })).toEqual(expected);
});

test('the highest pay comes first, and what states none comes last', async () => {
  expect(await titles({}, 'PAY_DESC')).toEqual([sopir, barista, kasir, tulis, perawat, arsip]);
});

test.each(['RELEVANCE', 'NEWEST', 'PAY_DESC'])('pages of %s hold each vacancy once', async (order) => {
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const variables: object = { filter: { search: 'segera' }, order, first: 2, after };
    const { nodes, pageInfo }: Vacancies['vacancies'] = (await ask<Vacancies>(LIST, variables)).data.vacancies;
    seen.push(...nodes.map(({ title }) => title));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
    // What comes meanwhile, before the place that was reached, moves nothing.
    await change(11, 'openings = openings + 1');
  }
  expect(seen).toEqual(await titles({ search: 'segera' }, order));
  expect(new Set(seen).size).toBe(6);
});

test('a cursor of another filter or order is refused', async () => {
  const { data } = await ask<Vacancies>(LIST, { filter: { region: '32' }, first: 1 });
  const after = data.vacancies.pageInfo.endCursor;
  for (const other of [{ filter: { region: '31' } }, { filter: { region: '32' }, order: 'PAY_DESC' }]) {
    const { errors } = await ask<Vacancies>(LIST, { ...other, first: 1, after });
    expect(errors[0]?.extensions).toMatchObject({ code: 'CURSOR_MALFORMED' });
  }
});

test('counts are those of the whole list, by one statement', async () => {
  const { data } = await ask<Vacancies>(
    `{ vacancies(first: 1, filter: { region: "32" }) { totalCount facets { skills { skill { code } count }
      regions { region { code } count } types { type count } pays { from below count } } } }`,
  );
  expect(data.vacancies).toEqual({
    totalCount: 3,
    facets: {
      skills: [
        { skill: { code: 'cashiering' }, count: 2 },
        { skill: { code: 'barista-work' }, count: 1 },
        { skill: { code: 'truck-driving' }, count: 1 },
      ],
      regions: ['32.04', '32.73', '32.77'].map((code) => ({ region: { code }, count: 1 })),
      types: [
        { type: 'FULL_TIME', count: 2 },
        { type: 'CONTRACT', count: 1 },
      ],
      pays: [
        { from: 2_500_000, below: 5_000_000, count: 1 },
        { from: 5_000_000, below: 7_500_000, count: 1 },
        { from: 7_500_000, below: 10_000_000, count: 1 },
      ],
    },
  });
});

test('what is held, or of a suspended portal, is neither found nor counted', async () => {
  await change(15, 'held_at = now()');
  expect(await titles({ search: 'perawat' })).toEqual([]);
  await change(15, 'held_at = null');
  expect(await titles({ search: 'perawat' })).toEqual([perawat]);
  await database.pool.query('update portal set is_suspended = true');
  const { data } = await ask<Vacancies>('{ vacancies(first: 1) { totalCount nodes { title } } }');
  expect(data.vacancies).toEqual({ totalCount: 0, nodes: [] });
  await database.pool.query('update portal set is_suspended = false');
});

test('another title is found by its own words, and by what they may have been meant for', async () => {
  await change(13, `title = 'Operator ekskavator'`);
  expect(await titles({ search: 'ekskavtor' })).toEqual(['Operator ekskavator']);
  expect(await titles({ search: 'arsip' })).toEqual([]);
});
