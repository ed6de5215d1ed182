import { expect, test } from 'vitest';
import { splits } from './former-regions.data.ts';
import { type NikRegionStatus, readPlace } from './place-code.ts';
import { readRegions } from './regions.data.ts';

const today = await readRegions();
const codes = new Set(today.map(({ code }) => code));
const former = splits.flatMap(({ regions }) => regions);

test('every split has its law and day, newest first, and the province that it made', () => {
  for (const { law, since, provinceCode } of splits) {
    expect(law).toMatch(/^UU \d+\/\d{4}$/);
    expect(since).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(codes.has(provinceCode ?? '')).toBe(true);
  }
  const days = splits.map(({ since }) => since);
  expect(days).toEqual(days.toSorted().toReversed());
});

test('a former code is listed once, is none of today, and leads to the place of the same name', () => {
  expect(new Set(former.map(({ code }) => code)).size).toBe(former.length);
  for (const region of former) {
    expect(codes.has(region.code)).toBe(false);
    if (region.today !== null) expect(today.find(({ code }) => code === region.today)?.name).toBe(region.name);
  }
});

test('every regency of the provinces of 2022, of North Kalimantan and of West Sulawesi of then had a former code', () => {
  for (const { provinceCode, source, regions } of splits) {
    if (source === null) continue;
    const of = today.filter(({ parentCode }) => parentCode === provinceCode);
    // Mamuju Tengah was made in 2012, of Mamuju.
    const made = provinceCode === '76' ? 1 : 0;
    expect({ provinceCode, places: regions.length }).toEqual({ provinceCode, places: of.length - made });
  }
});

test.each([
  ['327301', 'CURRENT'],
  ['327399', 'CURRENT'],
  ...former.map(({ code }) => [`${code.replace('.', '')}01`, 'FORMER']),
  ['540801', 'FORMER'],
  ...['321901', '161901', '147301', '450101', '327001'].map((digits) => [digits, 'UNLISTED']),
  ...['000101', '010101', '100101', '970101', '990101'].map((digits) => [digits, 'PROVINCE']),
  ...['320001', '328001', '329901', '327300'].map((digits) => [digits, 'REGION']),
])('%s is %s', (digits, found) => {
  expect(readPlace(digits ?? '', codes)).toBe(found as NikRegionStatus);
});
