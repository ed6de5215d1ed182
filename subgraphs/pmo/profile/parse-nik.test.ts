import fc from 'fast-check';
import { getRegencies } from 'idn-area-data';
import { expect, test } from 'vitest';
import { splits } from '../region/former-regions.data.ts';
import { readRegions } from '../region/regions.data.ts';
import { type NikFault, parseNik, SYNTHETIC_DISTRICT, syntheticNik } from './nik.ts';

const regencyCodes = (await getRegencies({ transform: true })).map(({ code }) => code);
const formerCodes = splits.flatMap((split) => split.regions.map(({ code }) => code));
const regions = new Set((await readRegions()).map(({ code }) => code));
const today = '2026-11-24';

const two = (number: number) => String(number).padStart(2, '0');
/** Any code that a place can have, most of them in no list. */
const anyCode = fc
  .tuple(fc.integer({ min: 11, max: 96 }), fc.integer({ min: 1, max: 79 }))
  .map((codes) => codes.map(two).join('.'));

const parts = fc.record({
  regencyCode: fc.oneof(fc.constantFrom(...regencyCodes), fc.constantFrom(...formerCodes), anyCode),
  birthDate: fc
    .date({ min: new Date('1905-01-01'), max: new Date('2026-11-24'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  isWoman: fc.boolean(),
  serial: fc.integer({ min: 1, max: 9999 }),
  district: fc.integer({ min: 1, max: 99 }).map((district) => String(district).padStart(2, '0')),
});
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

const nikOf = (given: Parts) => {
  const synthetic = syntheticNik(given);
  return `${synthetic.slice(0, 4)}${given.district}${synthetic.slice(6)}`;
};
const parse = (nik: string, birthDate: string, allowsSynthetic = true) =>
  parseNik(nik, { birthDate, today, regions, allowsSynthetic });
const put = (nik: string, at: number, digits: string) => `${nik.slice(0, at)}${digits}${nik.slice(at + digits.length)}`;

const placeOf = (code: string) => {
  if (regions.has(code)) return 'CURRENT';
  return formerCodes.includes(code) || code.startsWith('54.') ? 'FORMER' : 'UNLISTED';
};

test('a NIK parses back to what it was made of, wherever it was given', () => {
  fc.assert(
    fc.property(parts, (given) => {
      expect(parse(nikOf(given), given.birthDate)).toEqual({
        regencyCode: given.regencyCode,
        place: placeOf(given.regencyCode),
        birthDate: given.birthDate,
        nikBirthDate: null,
        sex: given.isWoman ? 'FEMALE' : 'MALE',
        serial: given.serial,
        isSynthetic: given.district === SYNTHETIC_DISTRICT,
      });
    }),
    { numRuns: 10_000 },
  );
});

const impossibleProvinces = ['00', '01', '10', '97', '98', '99'];
const impossibleRegencies = ['00', ...Array.from({ length: 20 }, (_, at) => String(80 + at))];

/** Each way to spoil a valid NIK, with the fault that it must give. */
const corruptions: Record<string, (nik: string, given: Parts, pick: number) => [string, NikFault]> = {
  'a letter': (nik, _, pick) => [put(nik, pick % 16, 'O'), 'NIK_NOT_DIGITS'],
  'a digit that is not ASCII': (nik, _, pick) => [put(nik, pick % 16, '٣'), 'NIK_NOT_DIGITS'],
  'a digit less': (nik, _, pick) => [nik.slice(0, pick % 16) + nik.slice((pick % 16) + 1), 'NIK_LENGTH'],
  'a digit more': (nik, _, pick) => [nik.slice(0, pick % 17) + String(pick % 10) + nik.slice(pick % 17), 'NIK_LENGTH'],
  'a province that is none': (nik, _, pick) => [
    put(nik, 0, impossibleProvinces[pick % impossibleProvinces.length] ?? ''),
    'NIK_PROVINCE_UNKNOWN',
  ],
  'a regency that is none': (nik, _, pick) => [
    put(nik, 2, impossibleRegencies[pick % impossibleRegencies.length] ?? ''),
    'NIK_REGION_UNKNOWN',
  ],
  'a district that is none': (nik) => [put(nik, 4, '00'), 'NIK_REGION_UNKNOWN'],
  'a month that is none': (nik, _, pick) => [
    put(nik, 8, pick % 2 ? '00' : String(13 + (pick % 87))),
    'NIK_DATE_IMPOSSIBLE',
  ],
  'a day that is none': (nik, { isWoman }, pick) => {
    const days = isWoman ? [72 + (pick % 28), 32 + (pick % 8)] : [32 + (pick % 8), 0];
    return [put(nik, 6, String(days[pick % 2]).padStart(2, '0')), 'NIK_DATE_IMPOSSIBLE'];
  },
  '31 February': (nik, { isWoman }) => [put(nik, 6, isWoman ? '7102' : '3102'), 'NIK_DATE_IMPOSSIBLE'],
  'the year of a parent': (nik, { birthDate }, pick) => {
    // Far from the stated one in both centuries. The day exists: 29 February needs a leap year.
    const year = (Number(nik.slice(10, 12)) + 12 + 4 * (pick % 19)) % 100;
    const isGone = birthDate.endsWith('02-29') && year % 4 !== 0;
    return [put(nik, 10, String(year).padStart(2, '0')), isGone ? 'NIK_DATE_IMPOSSIBLE' : 'NIK_BIRTH_DATE_DISAGREES'];
  },
  'serial 0000': (nik) => [put(nik, 12, '0000'), 'NIK_SERIAL_ZERO'],
};

test.each(Object.keys(corruptions))('%s is found and named', (kind) => {
  fc.assert(
    fc.property(parts, fc.nat(), (given, pick) => {
      const [spoilt, fault] = corruptions[kind]?.(nikOf(given), given, pick) ?? [];
      expect(parse(spoilt ?? '', given.birthDate)).toBe(fault);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['a birth date of another generation', '3273014501010007', '2012-01-06', 'NIK_BIRTH_DATE_DISAGREES'],
  ['a birth date that is none', '3273014501010007', '2001-02-31', 'BIRTH_DATE_IMPOSSIBLE'],
  ['a birth date to come', '3273014501270007', '2027-01-05', 'AGE_IMPOSSIBLE'],
  ['an age that hardly anyone reaches', '3273014501010007', '1901-01-05', null],
  ['an age of 126', '3273014501000007', '1900-01-05', 'AGE_IMPOSSIBLE'],
])('%s', (...[, nik, birthDate, fault]) => {
  const parsed = parse(nik, birthDate);
  if (fault) expect(parsed).toBe(fault);
  else expect(parsed).toMatchObject({ birthDate, sex: 'FEMALE' });
});

test('a synthetic NIK is refused where only real ones are taken', () => {
  const nik = syntheticNik({ regencyCode: '32.73', birthDate: '2001-01-05', isWoman: true, serial: 7 });
  expect(parse(nik, '2001-01-05', true)).toMatchObject({ isSynthetic: true });
  expect(parse(nik, '2001-01-05', false)).toBe('NIK_SYNTHETIC');
});

const former = ['9101', '9102', '9109', '9201', '9271', '6473', '6404', '7319', '5408'].map((code) => [code, 'FORMER']);
const unlisted = ['3219', '1619', '4501', '2701', '8079'].map((code) => [code, 'UNLISTED']);
test.each([...former, ...unlisted])('who was registered first in %s keeps a valid NIK: %s', (code, place) => {
  expect(parse(`${code}014501010007`, '2001-01-05', false)).toMatchObject({ place });
});

test('a new code is as good before its split, and a former one after: a NIK does not say when it was given', () => {
  const born = (code: string, digits: string, birthDate: string) => parse(`${code}01${digits}0001`, birthDate);
  expect(born('9301', '050170', '1970-01-05')).toMatchObject({ place: 'CURRENT' });
  expect(born('9101', '050124', '2024-01-05')).toMatchObject({ place: 'FORMER' });
  expect(born('5408', '050115', '2015-01-05')).toMatchObject({ place: 'FORMER' });
});
