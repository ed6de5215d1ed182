import fc from 'fast-check';
import { getDistricts, getRegencies } from 'idn-area-data';
import { expect, test } from 'vitest';
import { isRealDate, SYNTHETIC_DISTRICT, syntheticNik } from './nik.ts';

const regencyCodes = (await getRegencies({ transform: true })).map(({ code }) => code);

const parts = fc.record({
  regencyCode: fc.constantFrom(...regencyCodes),
  birthDate: fc
    .date({ min: new Date('1940-01-01'), max: new Date('2010-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  isWoman: fc.boolean(),
  serial: fc.integer({ min: 1, max: 9999 }),
});

test('the digits of a synthetic NIK parse back to what it was made of', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const nik = syntheticNik(given);
      expect(nik).toMatch(/^\d{16}$/);
      const day = Number(nik.slice(6, 8));
      const isWoman = day > 31;
      const monthDay = `${nik.slice(8, 10)}-${String(isWoman ? day - 40 : day).padStart(2, '0')}`;
      expect({
        regencyCode: `${nik.slice(0, 2)}.${nik.slice(2, 4)}`,
        birthDate: `${given.birthDate.slice(0, 2)}${nik.slice(10, 12)}-${monthDay}`,
        isWoman,
        serial: Number(nik.slice(12)),
      }).toEqual(given);
      expect(nik.slice(4, 6)).toBe('99');
    }),
    { numRuns: 10_000 },
  );
});

test('a woman born on 5 January 2001 has day 45', () => {
  const siti = { regencyCode: '32.73', birthDate: '2001-01-05', isWoman: true, serial: 7 };
  expect(syntheticNik(siti)).toBe('3273994501010007');
});

test('no real district has the code that marks a synthetic NIK', async () => {
  const districts = await getDistricts({ transform: true });
  expect(districts.length).toBeGreaterThan(7_000);
  expect(districts.filter(({ code }) => code.split('.')[2] === SYNTHETIC_DISTRICT)).toEqual([]);
});

test.each([
  [{ regencyCode: '3273' }, 'not a regency code: 3273'],
  [{ birthDate: '2001-02-29' }, 'not a calendar date: 2001-02-29'],
  [{ birthDate: '2001-13-01' }, 'not a calendar date: 2001-13-01'],
  [{ serial: 0 }, 'serial not in 1–9999: 0'],
  [{ serial: 10_000 }, 'serial not in 1–9999: 10000'],
])('a malformed part is refused by name: %o', (wrong, message) => {
  const given = { regencyCode: '32.73', birthDate: '2001-01-05', isWoman: false, serial: 1, ...wrong };
  expect(() => syntheticNik(given)).toThrow(new RangeError(message));
});

test('a date is real when the calendar has it', () => {
  const digits = fc.tuple(fc.integer({ min: 1800, max: 2200 }), fc.nat(14), fc.nat(33));
  fc.assert(
    fc.property(digits, ([year, month, day]) => {
      const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
      const time = Date.parse(`${date}T00:00:00Z`);
      expect(isRealDate(date)).toBe(!Number.isNaN(time) && new Date(time).toISOString().startsWith(date));
    }),
    { numRuns: 5_000 },
  );
});
