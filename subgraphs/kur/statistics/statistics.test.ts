import { expect, test } from 'vitest';
import { openKur, stranger } from '../../../tests/testkit/kur.ts';
import { seedCampaign2021 } from './campaign-2021.seed.ts';

const { apply, ask, database } = await openKur();

const figuresOf = async (year: number) => {
  const query = 'query ($year: Int!) { kurStatistics(year: $year) { offered applied definition source } }';
  return (await ask<{ kurStatistics: { offered: number; applied: number } | null }>(stranger, query, { year })).data
    .kurStatistics;
};

test('everybody reads the figures of 2021 with their source; a second seed adds nothing', async () => {
  await seedCampaign2021(database);
  await seedCampaign2021(database);
  expect(await figuresOf(2021)).toEqual({
    offered: 13_525,
    applied: 777,
    definition: expect.stringContaining('Offers of a KUR micro-loan'),
    source: expect.stringContaining('2021'),
  });
});

test('a year without offers has no figures; an application counts in its own year', async () => {
  for (const year of [2020, 2022, 0, -1, 9_999, 2_147_483_647])
    expect([year, await figuresOf(year)]).toEqual([year, null]);
  await apply('siti');
  await apply('ani');
  expect(await figuresOf(2026)).toMatchObject({ offered: 2, applied: 2 });
  expect(await figuresOf(2021)).toMatchObject({ offered: 13_525, applied: 777 });
});
