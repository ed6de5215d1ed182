import { expect, test } from 'vitest';
import { readRegions } from './regions.data.ts';

const regions = await readRegions();
const provinces = regions.filter(({ level }) => level === 'PROVINCE');
const regencies = regions.filter(({ level }) => level === 'REGENCY');

test('there are 38 provinces and 514 regencies and cities', () => {
  expect(provinces).toHaveLength(38);
  expect(regencies).toHaveLength(514);
  expect(new Set(regions.map(({ code }) => code)).size).toBe(552);
});

test('416 are regencies and 98 are cities, and cities are numbered from 71', () => {
  const cities = regencies.filter(({ isCity }) => isCity);
  expect(cities).toHaveLength(98);
  expect(regencies.filter(({ code }) => Number(code.slice(3)) >= 71)).toEqual(cities);
});

test('the parent of every regency is a province whose code it begins with', () => {
  const codes = new Set(provinces.map(({ code }) => code));
  for (const { code, parentCode } of regencies) {
    expect(code).toMatch(/^\d\d\.\d\d$/);
    expect(parentCode).toBe(code.slice(0, 2));
    expect(codes).toContain(parentCode);
  }
});

test('provinces come first, and each level is in order of code', () => {
  const codes = (list: typeof regions) => list.map(({ code }) => code);
  expect(codes(regions)).toEqual([...codes(provinces).sort(), ...codes(regencies).sort()]);
});

test('Bandung is a city of Jawa Barat', () => {
  expect(regions.find(({ code }) => code === '32.73')).toEqual({
    code: '32.73',
    name: 'Kota Bandung',
    level: 'REGENCY',
    parentCode: '32',
    isCity: true,
  });
});
