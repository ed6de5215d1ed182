import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNik } from './nik.ts';

const around = { today: '2026-11-24', regions: new Set(['32.73']), allowsSynthetic: true };

// What the civil registry corrects, and what it cannot have corrected. The NIK stays that of the first registration.
test.each([
  ['the day', '3273010501950001', '1995-01-06', '1995-01-05'],
  ["a woman's day", '3273014501950002', '1995-01-06', '1995-01-05'],
  ['the month', '3273010501950001', '1995-07-05', '1995-01-05'],
  ['day and month, exchanged', '3273010501950001', '1995-05-01', '1995-01-05'],
  ['the year', '3273010501950001', '1993-01-05', '1995-01-05'],
  ['all three, by a birth certificate', '3273013112500001', '1948-07-17', '1950-12-31'],
  ['the last day of a century', '3273010101000001', '1999-12-31', '2000-01-01'],
  ['the first day of a century', '3273013112990001', '2000-01-01', '1999-12-31'],
  ['from 29 February', '3273012902000001', '2000-03-01', '2000-02-29'],
  ['to 29 February', '3273010103000001', '2000-02-29', '2000-03-01'],
  ['nearly ten years', '3273010501950001', '2004-12-31', '1995-01-05'],
  ['nearly ten years, across the century', '3273010501950001', '1985-01-06', '1995-01-05'],
  ['nothing', '3273010501950001', '1995-01-05', null],
  ['nothing, in the century before', '3273010501010001', '1901-01-05', null],
  ['more than ten years: a card of another generation', '3273010501950001', '2006-01-06', 'NIK_BIRTH_DATE_DISAGREES'],
  ['more than ten years, back', '3273010501950001', '1984-01-04', 'NIK_BIRTH_DATE_DISAGREES'],
  ['a date that is none', '3273010501950001', '1995-02-30', 'BIRTH_DATE_IMPOSSIBLE'],
  ['29 February of a common year', '3273010501950001', '1995-02-29', 'BIRTH_DATE_IMPOSSIBLE'],
  ['a date in another notation', '3273010501950001', '06/01/1995', 'BIRTH_DATE_IMPOSSIBLE'],
  ['a date to come', '3273010501250001', '2026-11-25', 'AGE_IMPOSSIBLE'],
  ['an age beyond any', '3273010501950001', '1899-01-05', 'AGE_IMPOSSIBLE'],
  ['day 32 in the NIK', '3273013201950001', '1995-01-06', 'NIK_DATE_IMPOSSIBLE'],
  ['day 72 in the NIK', '3273017201950001', '1995-01-06', 'NIK_DATE_IMPOSSIBLE'],
  ['month 13 in the NIK', '3273010513950001', '1995-01-06', 'NIK_DATE_IMPOSSIBLE'],
  ['99/99 in the NIK', '3273019999950001', '1995-01-06', 'NIK_DATE_IMPOSSIBLE'],
  ['31 June in the NIK', '3273013106950001', '1995-06-30', 'NIK_DATE_IMPOSSIBLE'],
  ['serial 0000', '3273010501950000', '1995-01-06', 'NIK_SERIAL_ZERO'],
])('%s: NIK %s and birth date %s', (...[, nik, birthDate, found]) => {
  const parsed = parseNik(nik, { ...around, birthDate });
  const isFault = found !== null && /[A-Z]/.test(found);
  expect(parsed).toEqual(isFault ? found : expect.objectContaining({ birthDate, nikBirthDate: found }));
});

test('an officer, who has seen the card, states a date at any distance, and nothing that is impossible', () => {
  const stated = (birthDate: string) => parseNik('3273010501950001', { ...around, birthDate, isOfficer: true });
  expect(stated('1960-01-06')).toMatchObject({ birthDate: '1960-01-06', nikBirthDate: '1995-01-05' });
  expect(['1995-02-30', '2027-01-05', '1890-01-05'].map(stated)).toEqual([
    'BIRTH_DATE_IMPOSSIBLE',
    'AGE_IMPOSSIBLE',
    'AGE_IMPOSSIBLE',
  ]);
});

test('sex is what the NIK says, whatever the date', () => {
  const sexOf = (nik: string) => parseNik(nik, { ...around, birthDate: '1995-01-06' });
  expect(sexOf('3273010501950001')).toMatchObject({ sex: 'MALE' });
  expect(sexOf('3273014501950001')).toMatchObject({ sex: 'FEMALE' });
});

const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2015-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a date within ten years is always taken, with the date of the NIK beside it where that is another', () => {
  const numbered = (date: string) => `327301${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}0001`;
  fc.assert(
    fc.property(day, fc.integer({ min: -3_650, max: 3_650 }), (inNik, days) => {
      const birthDate = new Date(Date.parse(inNik) + days * 86_400_000).toISOString().slice(0, 10);
      const nikBirthDate = birthDate === inNik ? null : inNik;
      expect(parseNik(numbered(inNik), { ...around, birthDate })).toMatchObject({ birthDate, nikBirthDate });
    }),
    { numRuns: 5_000 },
  );
});
