import { expect, test } from 'vitest';
import { platforms, platformsOf } from './platforms.data.ts';

const namesOf = (year: 2020 | 2023) => platformsOf(year).map(({ name }) => name);

test('seven platforms served in 2020', () => {
  expect(namesOf(2020)).toEqual([
    'Bukalapak',
    'MauBelajarApa',
    'Pijar Mahir',
    'Pintaria',
    'Sekolah.mu',
    'Sisnaker',
    'Tokopedia',
  ]);
});

test('six platforms served in 2023', () => {
  expect(namesOf(2023)).toEqual(['Bukalapak', 'Karier.mu', 'Pijar Mahir', 'Pintar', 'SIAPkerja', 'Tokopedia']);
});

test('platform codes are unique', () => {
  expect(new Set(platforms.map(({ code }) => code)).size).toBe(platforms.length);
});
